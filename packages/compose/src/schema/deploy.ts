import { stringOf } from '../tree.ts'
import { countOf, either, fields, list, refuse, scalarOf, type Shape, text, word } from './shape.ts'
import { number, numberOrText, pairs, texts, textSet, whole, wholeOrText } from './simple.ts'

// The shape of a service's deploy.

export const deviceCount: Shape = (node, path) => {
  wholeOrText(node, path)
  const value = stringOf(node)
  if (value === undefined || value === 'all' || /^[-+]?\d+$/.test(value)) return
  refuse(path, `must be all or a number, not ${JSON.stringify(value)}`, node.at)
}

export const devices = list(
  fields({ capabilities: textSet, count: deviceCount, device_ids: textSet, driver: text, options: pairs }, [
    'capabilities',
  ]),
)

/** A part of a processor: unlike other numbers, an empty text is none. */
export const share: Shape = (node, path) => {
  numberOrText(node, path)
  if (stringOf(node) === '') refuse(path, 'must be a number, not an empty text', node.at)
}

export const update = fields({
  parallelism: countOf,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: number,
  order: word('start-first', 'stop-first'),
})

export const deploy = either({
  scalar: scalarOf('null'),
  mapping: fields({
    mode: text,
    endpoint_mode: text,
    replicas: whole,
    labels: pairs,
    rollback_config: update,
    update_config: update,
    resources: fields({
      limits: fields({ cpus: share, memory: text, pids: whole }),
      reservations: fields({
        cpus: share,
        memory: text,
        generic_resources: list(fields({ discrete_resource_spec: fields({ kind: text, value: numberOrText }) })),
        devices,
      }),
    }),
    restart_policy: fields({ condition: text, delay: text, max_attempts: countOf, window: text }),
    placement: fields({
      constraints: texts,
      preferences: list(fields({ spread: text })),
      max_replicas_per_node: countOf,
    }),
  }),
})
