import { isNull, type Node, type Path, textOf } from '../tree.ts'
import { entriesOf, field, type Finding, type LintRule, servicesOf } from './finding.ts'

// What each layer may say, so that the next one can be laid over it without surprise.

const MAP_FIELDS: readonly Path[] = [
  ['environment'],
  ['labels'],
  ['depends_on'],
  ['build', 'args'],
  ['build', 'labels'],
  ['sysctls'],
  ['annotations'],
]

export const ownName: LintRule = {
  name: 'own-name',
  summary: 'The last layer names its project, so that two environments are never one project.',
  *check({ layers }) {
    const last = layers.at(-1)
    // A file alone is one environment, and its folder's name is as good as any.
    if (!last || layers.length < 2 || field(last.root, 'name')) return
    yield {
      at: { file: last.file, line: 1, column: 1 },
      path: 'name',
      message:
        'this layer has no name: of its own, so it runs under the project name of the layer before it or of its folder',
      suggestion: 'Write name: <project>-<environment> at the top.',
    }
  },
}

export const noComposeVariables: LintRule = {
  name: 'no-compose-variables',
  summary: 'The env file sets no COMPOSE_ variables: they make every environment one project.',
  *check({ inEnvFiles }) {
    for (const [name, { at, from }] of inEnvFiles) {
      // One that is named with --env-file is meant for its environment.
      if (!at || from !== '.env' || !name.startsWith('COMPOSE_')) continue
      yield {
        at,
        path: '',
        message: `${name} here beats what the files say, in every environment`,
        suggestion: `Take the line out, and give ${name} where the command is run.`,
      }
    }
  },
}

export const mapForm: LintRule = {
  name: 'map-form',
  summary: 'Keys and values are written as a mapping: !reset cannot reach into a list.',
  *check({ layers }) {
    for (const { root } of layers) {
      for (const [name, service] of servicesOf(root)) {
        for (const path of MAP_FIELDS) {
          const node = field(service, ...path)
          if (node?.kind !== 'sequence' || node.items.length === 0) continue
          yield {
            at: node.at,
            path: `services.${name}.${path.join('.')}`,
            message: `${path.join('.')} is a list here: a later layer cannot !reset one of its keys`,
            suggestion:
              path[0] === 'depends_on'
                ? 'Write {service: {condition: …}}.'
                : 'Write KEY: value instead of - KEY=value.',
          }
        }
      }
    }
  },
}

export const portsOverride: LintRule = {
  name: 'ports-override',
  summary: 'A layer that changes ports says !override: ports are added otherwise.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const { rule, node } of field(service, 'ports')?.history ?? []) {
        if (rule !== 'appended' || node.kind !== 'sequence' || node.items.length === 0) continue
        yield {
          at: node.at,
          path: `services.${name}.ports`,
          message: 'these ports are published besides those of the earlier layers',
          suggestion: 'Write ports: !override and all the ports that this environment publishes.',
        }
      }
    }
  },
}

export const repeatedOptions: LintRule = {
  name: 'repeated-options',
  summary: 'security_opt and group_add stand in one layer only: a repeated entry makes the project invalid.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const option of ['security_opt', 'group_add']) {
        const second = field(service, option)?.history?.find(({ rule }) => rule === 'appended')
        if (!second) continue
        yield {
          at: second.node.at,
          path: `services.${name}.${option}`,
          message: `${option} also stands in an earlier layer; an entry that is in both makes Compose refuse the project`,
          suggestion: `Keep ${option} in one layer.`,
        }
      }
    }
  },
}

export const knownService: LintRule = {
  name: 'known-service',
  summary:
    'A service of a later layer is known to the first, or says x-new: true: a misspelt name makes a new service.',
  *check({ layers }) {
    const first = layers[0]
    if (!first) return
    const known = new Set([...servicesOf(first.root)].map(([name]) => name))
    for (const layer of layers.slice(1)) {
      const places = field(layer.root, 'services')
      for (const [name, service] of servicesOf(layer.root)) {
        if (known.has(name) || field(service, 'x-new')) continue
        yield {
          at: (places?.kind === 'mapping' && places.keys?.get(name)) || service.at,
          path: `services.${name}`,
          message: `${name} is not in ${first.file}, so this is a new service`,
          suggestion: 'Correct the name, or write x-new: true if it is meant.',
        }
      }
    }
  },
}

export const resetWithoutEffect: LintRule = {
  name: 'reset-without-effect',
  summary: '!reset takes something away: on a list item, on a key that a list gave, or on nothing it is ignored.',
  *check({ ignored }) {
    for (const { tag, path, at } of ignored) {
      if (tag !== '!reset') continue
      yield {
        at,
        path: path.join('.'),
        message:
          'this !reset has no effect: there is nothing at its path in the layers before (a list, or variables that two layers gave, cannot be reached into)',
        suggestion: 'Use !override on the whole list or mapping, with what shall remain.',
      }
    }
  },
}

export const overrideLoses: LintRule = {
  name: 'override-loses',
  summary: '!override of a mapping says everything again: what it leaves out is gone.',
  check: ({ tree }) => lostByOverride(tree, []),
}

function* lostByOverride(node: Node, path: Path): Iterable<Omit<Finding, 'rule'>> {
  const history = node.history ?? []
  const index = history.findIndex(({ rule }) => rule === 'replaced by !override')
  const [before, over] = [history[index - 1]?.node, history[index]?.node]
  if (before && over) {
    const lost = lostKeys(before, over, path)
    if (lost.length > 0) {
      yield {
        at: over.at,
        path: path.join('.'),
        message: `!override drops ${lost.join(', ')} of the earlier layers`,
        suggestion: `Leave !override away to merge, or write ${lost.join(', ')} again.`,
      }
    }
  }
  for (const [key, child] of entriesOf(node)) yield* lostByOverride(child, [...path, key])
}

/** What is gone, also below keys that both have; a list of networks names them without their aliases. */
function lostKeys(before: Node, over: Node, path: Path): string[] {
  if (before.kind !== 'mapping') return []
  const isNetworks = path.at(-1) === 'networks' && over.kind === 'sequence'
  const names = isNetworks ? new Set(over.items.map(textOf)) : undefined
  if (!names && over.kind !== 'mapping') return []
  return [...before.entries].flatMap(([key, value]) => {
    if (isNull(value)) return []
    const after = over.kind === 'mapping' ? over.entries.get(key) : undefined
    if (names) return names.has(key) ? [...entriesOf(value)].map(([inner]) => `${key}.${inner}`) : [key]
    if (!after) return [key]
    return lostKeys(value, after, [...path, key]).map((inner) => `${key}.${inner}`)
  })
}

export const LAYER_RULES: readonly LintRule[] = [
  ownName,
  noComposeVariables,
  mapForm,
  portsOverride,
  repeatedOptions,
  knownService,
  resetWithoutEffect,
  overrideLoses,
]
