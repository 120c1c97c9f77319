import { textOf } from '../tree.ts'
import { between, either, fields, list, named, refuse, type Shape, text } from './shape.ts'
import { extraHosts, flag, pairs, texts, textSet, whole, wholeOrText } from './simple.ts'

// The shape of a service's build, and of what it shares with the service.

export const fileMounts = list(
  either({
    scalar: text,
    mapping: fields({ source: text, target: text, uid: text, gid: text, mode: between(0, 0xffff_ffff, 'number') }),
  }),
)

/** A key of the agent's, or one with its file; in a list only the agent's own goes without a file. */
export const ssh: Shape = (node, path) => {
  pairs(node, path)
  const items = node.kind === 'sequence' ? node.items : []
  for (const item of items) {
    const key = textOf(item)
    if (key === 'default' || key.includes('=')) continue
    refuse(path, `has an invalid key ${JSON.stringify(key)}`, item.at, `Write ${key}=path/of/the/key.`)
  }
}

export const additionalContexts: Shape = (node, path) => {
  either({ mapping: named(/.+/, text), list: textSet })(node, path)
  for (const item of node.kind === 'sequence' ? node.items : []) {
    if (textOf(item).includes('=')) continue
    refuse(path, `has an invalid value ${JSON.stringify(textOf(item))}, expected key=value`, item.at)
  }
}

export const ulimits = named(
  /.+/,
  either({ scalar: whole, mapping: fields({ hard: whole, soft: whole }, ['soft', 'hard']) }),
)

export const build = either({
  scalar: text,
  mapping: fields({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: pairs,
    ssh,
    labels: pairs,
    cache_from: texts,
    cache_to: texts,
    no_cache: flag,
    additional_contexts: additionalContexts,
    network: text,
    pull: flag,
    target: text,
    shm_size: wholeOrText,
    extra_hosts: extraHosts,
    isolation: text,
    privileged: flag,
    secrets: fileMounts,
    tags: texts,
    ulimits,
    platforms: texts,
  }),
})
