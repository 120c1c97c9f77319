import { ComposeError } from '../errors.ts'
import { asPairs, buildMapping, dependsOnMapping, networksMapping } from '../merge.ts'
import {
  type Branch,
  childOf,
  isNull,
  mapEntries,
  mapItems,
  mapping,
  type Mapping,
  type Node,
  PathTable,
  type Scalar,
  scalar,
  sequence,
  stepDown,
  textOf,
  withEntries,
} from '../tree.ts'
import { type Identity, UNIQUE } from '../unique.ts'
import { canonicalPorts } from './ports.ts'
import { canonicalVolume, cleanTarget } from './volumes.ts'

type Transform = (node: Node) => Node

const CANONICAL = new PathTable<Transform>({
  'services.*.build': build,
  'services.*.build.additional_contexts': pairsAsMapping,
  'services.*.build.secrets': eachItem(fileMount),
  'services.*.configs': eachItem(fileMount),
  'services.*.deploy.resources.reservations.devices': eachItem(deviceRequest),
  'services.*.gpus': (node) => mapAllItems(allGpus(node), deviceRequest),
  'services.*.depends_on': (node) =>
    node.kind === 'scalar' ? node : mapEntries(dependsOnMapping(node), requiredDependency),
  'services.*.devices': eachItem(device),
  'services.*.env_file': (node) => mapAllItems(asList(node), envFile),
  'services.*.extends': (node) => (node.kind === 'scalar' ? mapping([['service', node]], node.at) : node),
  'services.*.networks': (node) => (node.kind === 'scalar' ? node : networksMapping(node)),
  'services.*.ports': (node) => (node.kind === 'sequence' ? canonicalPorts(node) : node),
  'services.*.secrets': eachItem(fileMount),
  'services.*.volumes': eachItem(canonicalVolume),
  'networks.*': external,
  'volumes.*': external,
  'secrets.*': external,
  'configs.*': external,
})

const FINAL = new PathTable<Transform>({
  'services.*.annotations': pairsAsMapping,
  'services.*.build.args': pairsAsMapping,
  'services.*.build.labels': pairsAsMapping,
  'services.*.deploy.labels': pairsAsMapping,
  'services.*.deploy.resources.reservations.devices.*.options': pairsAsMapping,
  'services.*.develop.watch.*.exec.environment': pairsAsMapping,
  'services.*.gpus.*.options': pairsAsMapping,
  'services.*.environment': pairsAsMapping,
  'services.*.labels': pairsAsMapping,
  'services.*.post_start.*.environment': pairsAsMapping,
  'services.*.pre_stop.*.environment': pairsAsMapping,
  'services.*.sysctls': pairsAsMapping,
  'networks.*.labels': pairsAsMapping,
  'volumes.*.labels': pairsAsMapping,
  'secrets.*.labels': pairsAsMapping,
  'configs.*.labels': pairsAsMapping,
  'services.*.build.extra_hosts': extraHosts,
  'services.*.extra_hosts': extraHosts,
  'services.*.volumes.*': (node) => cleanTarget(node),
})

/**
 * The tree with every list of `KEY=value` as a mapping, and the like. Done once, after the last layer: between layers Compose keeps the list,
 * which is why `!reset` of one key has no effect on what a list said.
 */
export function pairsToMappings(root: Node): Node {
  return finish(root, FINAL.root)
}

function finish(node: Node, branch: Branch<Transform> | undefined): Node {
  if (!branch) return node
  if (branch.value) return branch.value(node)
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => finish(value, stepDown(branch, key)))
  if (node.kind === 'sequence') return mapItems(node, (value) => finish(value, stepDown(branch, '[]')))
  return node
}

/**
 * The tree with every short form in its long form.
 * @param done a tree of which that is true already, and of which most is still the same.
 */
export function canonicalise(root: Mapping, done?: Mapping): Mapping {
  return mapEntries(root, (value, key) => {
    if (key.startsWith('x-')) return value
    return canonicaliseAt(value, stepDown(CANONICAL.root, key), stepDown(UNIQUE.root, key), childOf(done, key))
  })
}

function canonicaliseAt(
  node: Node,
  branch: Branch<Transform> | undefined,
  unique: Branch<Identity> | undefined,
  done: Node | undefined,
): Node {
  if (node === done) return node
  if (!branch && !unique) return loseEmpty(node)
  const transformed = branch?.value?.(node) ?? node
  if (transformed.kind === 'scalar') return transformed
  const inside = (value: Node, key: string): Node =>
    canonicaliseAt(value, stepDown(branch, key), stepDown(unique, key), childOf(done, key))
  if (transformed.kind === 'mapping') return mapEntries(transformed, inside)
  if (transformed.items.length === 0) return unique?.value ? transformed : { ...transformed, lost: true }
  return mapItems(transformed, (value) => inside(value, '[]'))
}

/** Empty lists are lost between layers, not between a service and the one that it extends. */
export function findEmpty(node: Node): Node {
  if (node.kind === 'mapping') return mapEntries(node, findEmpty)
  if (node.kind === 'scalar') return node
  return node.lost ? sequence([], node.at) : mapItems(node, findEmpty)
}

/**
 * Is there an empty list that is lost on the way to the next layer?
 * @param done a tree in which there is none, and of which most is still the same.
 */
export function losesSomething(node: Node, done?: Node): boolean {
  if (node === done || node.kind === 'scalar') return false
  if (node.kind === 'sequence') return node.lost === true || node.items.some((item) => losesSomething(item))
  for (const [key, value] of node.entries) if (losesSomething(value, childOf(done, key))) return true
  return false
}

function loseEmpty(node: Node): Node {
  if (node.kind === 'mapping') return mapEntries(node, loseEmpty)
  if (node.kind === 'scalar') return node
  return node.items.length === 0 ? { ...node, lost: true } : mapItems(node, loseEmpty)
}

/** Nothing else comes here but from a service of another file, of which Compose checks only what is made of it. */
function build(node: Node): Node {
  if (isNull(node) || node.kind === 'sequence') {
    throw new ComposeError('build must be a path or a mapping', { at: node.at })
  }
  return buildMapping(node)
}

function eachItem(change: (item: Node) => Node): Transform {
  return (node) => mapAllItems(node, change)
}

function mapAllItems(node: Node, change: (item: Node) => Node): Node {
  return node.kind === 'sequence' ? mapItems(node, change) : node
}

function asList(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? sequence([node], node.at) : node
}

/** `- KEY=value` as `KEY: value`; an entry without `=` has no value. The history of each entry is split the same way. */
function pairsAsMapping(node: Node): Node {
  if (node.kind !== 'sequence') return node
  const entries = new Map<string, Node>()
  for (const item of node.items) entries.set(textOf(item).split('=', 1)[0] as string, valueOfPair(item))
  const result = mapping(entries, node.at)
  return node.history ? { ...result, history: node.history } : result
}

function valueOfPair(item: Node): Node {
  if (item.kind !== 'scalar') return item
  const text = textOf(item)
  const equals = text.indexOf('=')
  const value: Scalar = { ...item, value: equals < 0 ? null : text.slice(equals + 1) }
  if (!item.history) return value
  return { ...value, history: item.history.map(({ rule, node }) => ({ rule, node: valueOfPair(node) })) }
}

function requiredDependency(node: Node): Node {
  if (node.kind !== 'mapping' || node.entries.has('required')) return node
  return withEntries(node, { required: { ...scalar(true, node.at), history: [{ rule: 'default', node }] } })
}

function fileMount(item: Node): Node {
  return item.kind === 'scalar' ? inherit(mapping([['source', scalar(textOf(item), item.at)]], item.at), item) : item
}

function envFile(item: Node): Node {
  if (item.kind === 'mapping') {
    return item.entries.has('required') ? item : withEntries(item, { required: scalar(true, item.at) })
  }
  return mapping(
    [
      ['path', item],
      ['required', scalar(true, item.at)],
    ],
    item.at,
  )
}

function device(item: Node): Node {
  if (item.kind !== 'scalar') return item
  const [source = '', target = source, permissions = 'rwm', ...rest] = textOf(item).split(':')
  if (rest.length > 0) {
    throw new ComposeError(`confusing device mapping, please use long syntax: ${textOf(item)}`, { at: item.at })
  }
  const entries = Object.entries({ source, target, permissions }).map(
    ([key, value]) => [key, scalar(value, item.at)] as const,
  )
  return inherit(mapping(entries, item.at), item)
}

/** `gpus: all` is short for any number of any kind. */
function allGpus(node: Node): Node {
  const all = node.kind === 'scalar' && typeof node.value === 'string'
  return all ? sequence([inherit(mapping([], node.at), node)], node.at) : node
}

/** Of any number, unless a number is said or the devices are named. */
function deviceRequest(item: Node): Node {
  if (item.kind !== 'mapping') return item
  const [count, ids] = [item.entries.get('count'), item.entries.get('device_ids')]
  if (count || ids) return item
  return withEntries(item, {
    count: { ...scalar(-1, item.at), history: [{ rule: 'default', node: scalar(-1, item.at) }] },
  })
}

function extraHosts(node: Node): Node {
  const pairs = asPairs(node)
  return pairs.items.length === 0 && node.kind === 'mapping' ? node : mapItems(pairs, extraHost)
}

/** `host:address` is the old way to write `host=address`. */
function extraHost(item: Node): Node {
  const text = textOf(item)
  const [, host, address] = /^([^=:]*)[=:](.*)$/.exec(text) ?? []
  if (!host || address === undefined) {
    throw new ComposeError(`bad host entry, expected host=address: ${text}`, { at: item.at })
  }
  return { ...(item as Scalar), value: `${host}=${address.replace(/^\[(.*)\]$/, '$1')}` }
}

/** `external: {name: x}` is the old way to write `external: true` and `name: x`. */
function external(node: Node): Node {
  if (node.kind !== 'mapping') return node
  const value = node.entries.get('external')
  if (value?.kind !== 'mapping') return node
  const name = value.entries.get('name')
  const own = node.entries.get('name')
  if (name && own && textOf(name) !== textOf(own)) {
    throw new ComposeError(`name and external.name conflict; only use name`, { at: value.at })
  }
  return withEntries(node, { external: scalar(true, value.at), name: name ?? own })
}

function inherit(long: Mapping, short: Node): Mapping {
  return short.history ? { ...long, history: short.history } : long
}
