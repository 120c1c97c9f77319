import type { Place } from './errors.ts'

// A compose file as a tree whose every node knows where it was written and how it came to be. Nodes are never changed:
// YAML aliases share them, and a merge builds new ones, so a node of an earlier layer stays as it was for `explain`.

/** How a layer's value met what was there before it. */
export type Rule =
  | 'set'
  | 'replaced'
  | 'merged'
  | 'appended'
  | 'same entry replaced'
  | 'cleared by !reset'
  | 'replaced by !override'
  | 'kept'
  | 'default'
  | 'env_file'
  | 'extended'

/** What a variable was found to be. */
export interface FoundVariable {
  value: string
  /** `environment`, `project name`, or the env file that has it. */
  from: string
  /** The line of the env file. */
  at?: Place
}

/** A variable that a value was interpolated from. */
export interface VariableUse extends Partial<FoundVariable> {
  name: string
  /** As where it was found, or `default` (the value is what the expression says), or `unset` (there is none). */
  from: string
}

/** One layer's part in a value. */
export interface Contribution {
  rule: Rule
  node: Node
}

interface Sourced {
  at: Place
  /** Oldest first; absent when one layer alone gave the value. */
  history?: readonly Contribution[]
}

export type ScalarValue = string | number | bigint | boolean | null

export interface Scalar extends Sourced {
  kind: 'scalar'
  value: ScalarValue
  /** A YAML float: Go prints 1e8 where an integer would be 100000000. */
  float?: true
  /** A YAML date or time, kept as the text that Go makes of it: most fields refuse one. */
  date?: true
  variables?: readonly VariableUse[]
}

export interface Sequence extends Sourced {
  kind: 'sequence'
  /** An empty list that Compose has turned into nothing on the way from one layer to the next. */
  lost?: true
  items: readonly Node[]
}

export interface Mapping extends Sourced {
  kind: 'mapping'
  entries: ReadonlyMap<string, Node>
  /** Where each key is written; absent for mappings that were made, not read. */
  keys?: ReadonlyMap<string, Place>
}

export type Node = Scalar | Sequence | Mapping
export type Path = readonly string[]

export function scalar(value: ScalarValue, at: Place): Scalar {
  return { kind: 'scalar', value, at }
}

export function sequence(items: readonly Node[], at: Place): Sequence {
  return { kind: 'sequence', items, at }
}

export function mapping(entries: Iterable<readonly [string, Node]>, at: Place): Mapping {
  return { kind: 'mapping', entries: new Map(entries), at }
}

export function isNull(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}

/** A mapping with some entries set (or, with undefined, taken out). */
export function withEntries(node: Mapping, changes: Record<string, Node | undefined>): Mapping {
  const entries = new Map(node.entries)
  for (const [key, value] of Object.entries(changes)) {
    if (value) entries.set(key, value)
    else entries.delete(key)
  }
  return { ...node, entries }
}

/** The same mapping with each value passed through a function; the same object when nothing changed. */
export function mapEntries(node: Mapping, change: (value: Node, key: string) => Node): Mapping {
  let entries: Map<string, Node> | undefined
  for (const [key, value] of node.entries) {
    const next = change(value, key)
    if (next === value) continue
    entries ??= new Map(node.entries)
    entries.set(key, next)
  }
  return entries ? { ...node, entries } : node
}

/** The same sequence with each item passed through a function; the same object when nothing changed. */
export function mapItems(node: Sequence, change: (value: Node, index: number) => Node): Sequence {
  let items: Node[] | undefined
  for (const [index, value] of node.items.entries()) {
    const next = change(value, index)
    if (next === value) continue
    items ??= [...node.items]
    items[index] = next
  }
  return items ? { ...node, items } : node
}

export function childOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind === 'mapping') return node.entries.get(key)
  if (node?.kind === 'sequence') return node.items[Number(key)]
  return undefined
}

/** The named things of one kind: the services, the networks. */
export function entriesOf(root: Mapping, field: string): ReadonlyMap<string, Node> {
  const node = root.entries.get(field)
  return node?.kind === 'mapping' ? node.entries : new Map()
}

/** The text of a scalar as Go's `fmt.Sprint` prints it, which is what Compose puts into environment variables and labels. */
export function textOf(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'sequence' ? '[]' : '{}'
  if (node.value === null) return ''
  if (typeof node.value === 'number' && node.float) return formatFloat(node.value)
  return String(node.value)
}

/** A string scalar's text; undefined for anything else. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= -4 && exponent < 6) return String(value)
  const [digits, power] = value.toExponential().split('e') as [string, string]
  return `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`
}

/** What a table holds at some path and below it. */
export interface Branch<T> {
  value?: T
  named: Map<string, Branch<T>>
  any?: Branch<T>
}

/** One step down; undefined where no pattern leads, so that what lies there need not be walked. */
export function stepDown<T>(branch: Branch<T> | undefined, key: string): Branch<T> | undefined {
  return branch && (branch.named.get(key) ?? branch.any)
}

/**
 * A lookup by path of patterns such as `services.*.ports`, in which `*` stands for any one step. Whoever walks a whole tree keeps
 * the branch where he stands, instead of looking up every path from the root.
 */
export class PathTable<T> {
  readonly root: Branch<T> = { named: new Map() }

  constructor(patterns: Record<string, T>) {
    for (const [pattern, value] of Object.entries(patterns)) {
      let branch = this.root
      for (const step of pattern.split('.')) {
        const next = (step === '*' ? branch.any : branch.named.get(step)) ?? { named: new Map() }
        if (step === '*') branch.any = next
        else branch.named.set(step, next)
        branch = next
      }
      branch.value = value
    }
  }

  find(path: Path): T | undefined {
    return this.branch(path)?.value
  }

  branch(path: Path): Branch<T> | undefined {
    return path.reduce<Branch<T> | undefined>(stepDown, this.root)
  }
}
