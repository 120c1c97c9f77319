import { ComposeError, nearest, type Place } from './errors.ts'
import { loadedFrom } from './load.ts'
import { anything, type Json } from './output.ts'
import type { Project } from './project.ts'
import { type Contribution, type Node, type Path, type Rule, textOf, type VariableUse } from './tree.ts'
import { whyOf } from './why.ts'

/** One layer's part in a value. */
export interface Part {
  at: Place
  rule: Rule
  /** The rule in a sentence, for this field. */
  why: string
  /** What the layer says, after interpolation. */
  value: Json
  variables: VariableUse[]
}

export interface Explanation {
  path: string
  /** The final value, as `docker compose config` has it; absent when nothing is there. */
  value?: Json
  /** The layers' parts, oldest first. */
  parts: Part[]
  /** The entries of a mapping or list, each with its own parts. */
  entries: Explanation[]
}

/**
 * Says why a value of a rendered project is what it is: each layer's part with its place, its rule and its variables.
 * @param path as in `services.api.ports`, or `api.ports` for short; an entry of a list by its number or its target; or the
 *   steps themselves, where a key holds dots or brackets.
 * @throws ComposeError when the path leads nowhere.
 */
export function explain(project: Project, path: string | readonly string[]): Explanation {
  const { tree, cleared } = loadedFrom(project)
  const steps = typeof path === 'string' ? splitPath(path) : path
  const root = project as unknown as Json
  const short = steps[0] !== undefined && !(steps[0] in project) && steps[0] in project.services
  const full = short ? ['services', ...steps] : steps
  const removed = cleared.filter((each) => samePath(each.path, full))
  const found = walk({ value: root, node: tree, path: [], exact: true }, full)
  if (!found.position && removed.length === 0) throw nothingThere(found.last, found.rest)
  const explanation = found.position ? explainAt(found.position) : { path: full.join('.'), parts: [], entries: [] }
  if (removed.length === 0) return explanation
  const parts = removed.flatMap(({ node, at }) => [
    ...partsOf(node, full),
    part({ rule: 'cleared by !reset', node: { kind: 'scalar', value: null, at } }, full),
  ])
  return { ...explanation, parts: [...parts, ...explanation.parts] }
}

/** Every value below a path that is neither mapping nor list, each explained. */
export function leavesOf(explanation: Explanation): Explanation[] {
  return explanation.entries.length === 0 ? [explanation] : explanation.entries.flatMap(leavesOf)
}

interface Position {
  value: Json | undefined
  /** The node that the value came from: an enclosing one where the value is only a part of what is written. */
  node: Node
  path: Path
  exact: boolean
}

function splitPath(path: string): string[] {
  return path
    .replace(/\[([^\]]*)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '')
}

/** Keys may hold dots themselves (`net.ipv4.ip_forward`, `/home/node/.aws`): the longest key that exists is taken. */
function walk(
  from: Position,
  steps: readonly string[],
): { position: Position } | { position?: never; last: Position; rest: readonly string[] } {
  let position = from
  let rest = steps
  while (rest.length > 0) {
    const next = longestStep(position, rest)
    if (!next) return { last: position, rest }
    position = next.position
    rest = rest.slice(next.length)
  }
  return { position }
}

function longestStep(from: Position, steps: readonly string[]): { position: Position; length: number } | undefined {
  for (let length = steps.length; length > 0; length--) {
    const key = steps.slice(0, length).join('.')
    const position = stepInto(from, key)
    if (position) return { position, length }
  }
  return undefined
}

function stepInto(from: Position, key: string): Position | undefined {
  const index = Array.isArray(from.value) ? indexOf(from.value, key) : key
  if (index === undefined) return undefined
  const value = childValue(from.value, index)
  const node = from.exact ? childNode(from.node, index) : undefined
  if (value === undefined && !node) return undefined
  return { value, node: node ?? from.node, path: [...from.path, index], exact: node !== undefined }
}

function childNode(node: Node, key: string): Node | undefined {
  if (node.kind === 'mapping') return node.entries.get(key)
  return node.kind === 'sequence' ? node.items[Number(key)] : undefined
}

function childValue(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)]
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key) ? value[key] : undefined
}

/** An entry of a list: by number, by itself, or by what makes it one of a kind. */
function indexOf(list: readonly Json[], key: string): string | undefined {
  if (/^\d+$/.test(key) && Number(key) < list.length) return key
  const index = list.findIndex((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return String(item) === key
    return [item.target, item.source, item.published].some((field) => String(field) === key)
  })
  return index < 0 ? undefined : String(index)
}

function nothingThere(position: Position, rest: readonly string[]): ComposeError {
  const known = position.value !== null && typeof position.value === 'object' ? Object.keys(position.value) : []
  const near = nearest(rest[0] ?? '', known)
  const place = position.path.length === 0 ? 'the project' : position.path.join('.')
  const suggestion = near
    ? `Did you mean ${near}?`
    : known.length > 0
      ? `There is: ${known.slice(0, 20).join(', ')}.`
      : undefined
  return new ComposeError(`${place} has no ${rest.join('.')}`, { suggestion })
}

function explainAt(position: Position): Explanation {
  const { value, path } = position
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : []
  const entries = keys.flatMap((key) => {
    const child = stepInto(position, key)
    return child ? [explainAt(child)] : []
  })
  return {
    path: path.join('.'),
    ...(value === undefined ? {} : { value }),
    parts: partsOf(position.node, path),
    entries,
  }
}

function partsOf(node: Node, path: Path): Part[] {
  return (node.history ?? [{ rule: 'set' as const, node }]).map((contribution) => part(contribution, path))
}

function part({ rule, node }: Contribution, path: Path): Part {
  return {
    at: node.at,
    rule,
    why: whyOf(rule, path),
    value: anything(node) ?? textOf(node),
    variables: variablesOf(node),
  }
}

function variablesOf(node: Node): VariableUse[] {
  if (node.kind === 'scalar') return [...(node.variables ?? [])]
  const children = node.kind === 'mapping' ? [...node.entries.values()] : node.items
  const all = children.flatMap(variablesOf)
  return all.filter((use, index) => all.findIndex((other) => other.name === use.name) === index)
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}
