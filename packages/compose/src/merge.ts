import { ComposeError } from './errors.ts'
import {
  type Branch,
  type Contribution,
  isNull,
  mapping,
  type Mapping,
  type Node,
  type Path,
  PathTable,
  type Rule,
  scalar,
  type Sequence,
  sequence,
  stepDown,
  textOf,
} from './tree.ts'

// How a later layer's value meets an earlier one's. The table holds what does not follow the general rule: mappings are merged
// key by key, lists are appended, everything else is replaced.
// Rule: https://github.com/compose-spec/compose-spec/blob/main/13-merge.md; where the program differs, the program is followed.

/** Where a merge stands: its path, one array for the whole walk, and the special rules from there on. */
interface Here {
  path: string[]
  rules: Branch<Merge> | undefined
}

type Merge = (base: Node, over: Node, here: Here) => Node

/** A later layer laid over an earlier one. Neither is changed. */
export function mergeLayers(base: Node, over: Node): Node {
  return mergeNodes(base, over, { path: [], rules: OF_LAYERS.root })
}

/** A service laid over the one that it extends. */
export function mergeServices(base: Node, over: Node, name: string): Node {
  return mergeNodes(base, over, { path: ['services', name], rules: OF_SERVICES.branch(['services', name]) })
}

const SPECIAL: Record<string, Merge> = {
  'networks.*.ipam.config': mergeIpamConfig,
  'networks.*.labels': mergeAsPairs,
  'volumes.*.labels': mergeAsPairs,
  'services.*.annotations': mergeAsPairs,
  'services.*.build': mergeBuild,
  'services.*.build.args': mergeAsPairs,
  'services.*.build.additional_contexts': mergeAsPairs,
  'services.*.build.extra_hosts': mergeExtraHosts,
  'services.*.build.labels': mergeAsPairs,
  'services.*.command': replace,
  'services.*.depends_on': mergeDependsOn,
  'services.*.deploy.labels': mergeAsPairs,
  'services.*.dns': mergeAsList,
  'services.*.dns_opt': mergeAsList,
  'services.*.dns_search': mergeAsList,
  'services.*.entrypoint': replace,
  'services.*.env_file': mergeAsList,
  'services.*.environment': mergeAsPairs,
  'services.*.extra_hosts': mergeExtraHosts,
  'services.*.healthcheck.test': replace,
  'services.*.label_file': mergeAsList,
  'services.*.labels': mergeAsPairs,
  'services.*.logging': mergeLogging,
  'services.*.networks': mergeNetworks,
  'services.*.sysctls': mergeAsPairs,
  'services.*.tmpfs': mergeAsList,
  'services.*.ulimits.*': replace,
}
const OF_SERVICES = new PathTable(SPECIAL)
// Between layers the program has made a mapping of the keys before the next layer comes: that layer's list is refused.
const OF_LAYERS = new PathTable({ ...SPECIAL, 'services.*.build.ssh': mergeSsh })

function mergeNodes(base: Node, over: Node, here: Here): Node {
  if (here.rules?.value) return here.rules.value(base, over, here)
  if (isNull(over)) return kept(base, over)
  if (base.kind === 'mapping') {
    if (over.kind === 'mapping') return mergeMappings(base, over, here)
    throw cannotOverride(base, over, here.path)
  }
  if (base.kind === 'sequence') {
    if (over.kind === 'sequence') return append(base, over)
    throw cannotOverride(base, over, here.path)
  }
  return replace(base, over)
}

/** The history of a value that another layer has just touched. */
export function historyOf(base: Node, rule: Rule, over: Node): Contribution[] {
  return [...(base.history ?? [{ rule: 'set', node: base }]), { rule, node: over }]
}

function replace(base: Node, over: Node): Node {
  return { ...over, history: historyOf(base, 'replaced', over) }
}

/** Null laid over a value says nothing to Compose: a trap, hence recorded. */
function kept(base: Node, over: Node): Node {
  return { ...base, history: historyOf(base, 'kept', over) }
}

function mergeMappings(base: Mapping, over: Mapping, { path, rules }: Here): Mapping {
  const entries = new Map(base.entries)
  for (const [key, value] of over.entries) {
    const before = entries.get(key)
    if (before === undefined) entries.set(key, value)
    else if (key.startsWith('x-')) entries.set(key, replace(before, value))
    else {
      path.push(key)
      entries.set(key, mergeNodes(before, value, { path, rules: stepDown(rules, key) }))
      path.pop()
    }
  }
  const keys = new Map(base.keys)
  for (const [key, place] of over.keys ?? []) keys.set(key, place)
  return { kind: 'mapping', entries, keys, at: base.at, history: historyOf(base, 'merged', over) }
}

function append(base: Sequence, over: Sequence): Sequence {
  return { ...base, items: [...base.items, ...over.items], history: historyOf(base, 'appended', over) }
}

function cannotOverride(base: Node, over: Node, path: Path): ComposeError {
  const form = { mapping: 'a mapping', sequence: 'a list', scalar: 'a single value' }
  return new ComposeError(`cannot override ${path.join('.')}: ${form[base.kind]} cannot become ${form[over.kind]}`, {
    at: over.at,
    suggestion: `Use the form of ${base.at.file}:${base.at.line}, or replace it whole with !override.`,
  })
}

// ---- the special rules

/** `KEY: value` and `- KEY=value` are one thing: as a list of `KEY=value`, sorted where it was a mapping. */
export function asPairs(node: Node): Sequence {
  if (node.kind === 'sequence') return node
  // What is no text is nothing to the program here, a number or a boolean too.
  if (node.kind === 'scalar') return sequence(typeof node.value === 'string' && !node.date ? [node] : [], node.at)
  const items = [...node.entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) =>
      value.kind === 'sequence' ? value.items.map((item) => pair(key, item)) : [pair(key, value)],
    )
  return { kind: 'sequence', items, at: node.at, ...(node.history ? { history: node.history } : {}) }
}

function pair(key: string, value: Node): Node {
  const text = isNull(value) ? key : `${key}=${textOf(value)}`
  const variables = value.kind === 'scalar' && value.variables ? { variables: value.variables } : {}
  return { ...scalar(text, value.at), ...variables }
}

function mergeAsPairs(base: Node, over: Node): Node {
  const before = asPairs(base)
  const after = asPairs(over)
  return { ...before, items: [...before.items, ...after.items], history: historyOf(base, 'merged', over) }
}

/** One text is a list of one. */
function mergeAsList(base: Node, over: Node): Node {
  const before = asPairs(base)
  const after = asPairs(over)
  return { ...before, items: [...before.items, ...after.items], history: historyOf(base, 'appended', over) }
}

function mergeExtraHosts(base: Node, over: Node): Node {
  const before = asPairs(base)
  const known = new Set(before.items.map(textOf))
  const added = asPairs(over).items.filter((item) => !known.has(textOf(item)))
  return { ...before, items: [...before.items, ...added], history: historyOf(base, 'appended', over) }
}

function mergeBuild(base: Node, over: Node, here: Here): Node {
  return mergeMappings(buildMapping(base), buildMapping(over), here)
}

/** `build: ./folder` is short for its context. */
export function buildMapping(node: Node): Mapping {
  if (node.kind === 'mapping') return node
  return mapping(node.kind === 'scalar' && node.value !== null ? [['context', node]] : [], node.at)
}

function mergeSsh(base: Node, over: Node, here: Here): Node {
  const keys = base.kind === 'sequence' ? listAsMapping(base, (item) => scalar(null, item.at)) : base
  return mergeNodes(keys, over, { path: here.path, rules: undefined })
}

function mergeDependsOn(base: Node, over: Node, here: Here): Node {
  return mergeMappings(dependsOnMapping(base), dependsOnMapping(over), here)
}

/** `depends_on: [a]` is short for a service that has started and is required. */
export function dependsOnMapping(node: Node): Mapping {
  return listAsMapping(node, (item) =>
    mapping(
      [
        ['condition', scalar('service_started', item.at)],
        ['required', scalar(true, item.at)],
      ],
      item.at,
    ),
  )
}

function mergeNetworks(base: Node, over: Node, here: Here): Node {
  return mergeMappings(networksMapping(base), networksMapping(over), here)
}

export function networksMapping(node: Node): Mapping {
  return listAsMapping(node, (item) => scalar(null, item.at))
}

function listAsMapping(node: Node, value: (item: Node) => Node): Mapping {
  if (node.kind === 'mapping') return node
  const items = node.kind === 'sequence' ? node.items : []
  const result = mapping(
    items.map((item) => [textOf(item), value(item)] as const),
    node.at,
  )
  return node.history ? { ...result, history: node.history } : result
}

/** Options of another driver mean nothing to this one. */
function mergeLogging(base: Node, over: Node, here: Here): Node {
  if (isNull(over)) {
    throw new ComposeError(`${here.path.join('.')} is null, which makes Compose 2.26 crash`, {
      at: over.at,
      suggestion: 'Take the line out, or write logging: !reset null.',
    })
  }
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return replace(base, over)
  const [before, after] = [base.entries.get('driver'), over.entries.get('driver')]
  if (!before || !after || textOf(before) === textOf(after)) return mergeMappings(base, over, here)
  return replace(base, over)
}

/**
 * Address ranges are the same range when their subnet is. With two ranges or more in both layers the program mixes them up, because
 * a range that it has changed is still the one that it goes on comparing: hence the boxes, which change as its ranges do.
 */
function mergeIpamConfig(base: Node, over: Node, here: Here): Node {
  if (base.kind !== 'sequence' || over.kind !== 'sequence') return replace(base, over)
  const subnet = ({ node }: { node: Node }): string | undefined => {
    const value = node.kind === 'mapping' ? node.entries.get('subnet') : undefined
    return value && textOf(value)
  }
  const boxes: { node: Node }[] = []
  for (const before of base.items.map((node) => ({ node }))) {
    for (const after of over.items.map((node) => ({ node }))) {
      const known = boxes.some((box) => subnet(box) === subnet(after))
      if (subnet(before) !== subnet(after) && !known) {
        boxes.push(after)
        continue
      }
      if (before.node.kind !== 'mapping' || after.node.kind !== 'mapping') continue
      before.node = mergeMappings(before.node, after.node, here)
      const index = boxes.findIndex((box) => subnet(box) === subnet(before))
      if (index < 0) boxes.push(before)
      else boxes[index] = before
    }
  }
  return { ...base, items: boxes.map(({ node }) => node), history: historyOf(base, 'merged', over) }
}
