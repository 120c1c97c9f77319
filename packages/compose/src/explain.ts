import type { Place } from './errors.ts'
import { type Missing, whatHappenedTo } from './explain-missing.ts'
import { sourceLine } from './explain-source.ts'
import { usedVariables } from './explain-variables.ts'
import { type Loaded, loadedFrom } from './load.ts'
import { anything, type Json } from './output.ts'
import type { Project } from './project.ts'
import { childOf, type Contribution, type Node, type Path, type Rule, textOf, type VariableUse } from './tree.ts'
import { whyOf } from './why.ts'

/** One layer's part in a value. */
export interface Part {
  at: Place
  rule: Rule
  /** The rule in a sentence, for this field. */
  why: string
  /** What the layer says, after interpolation. */
  value: Json
  /** The line of the file as it is written, without its indentation; absent for what no file says. */
  source?: string
  /** Where an alias or a merge key (`<<`) brings it in, when it is written elsewhere in the file. */
  usedAt?: Place
  variables: readonly VariableUse[]
}

/** A layer that does not mention a value, and so leaves it. */
export interface SilentLayer {
  file: string
  /** What it says of the list that the value is an entry of. */
  at?: Place
}

export interface Explanation {
  path: string
  /** The final value, as `docker compose config` has it; absent when nothing is there. */
  value?: Json
  /** The layers' parts, oldest first. */
  parts: Part[]
  /** Later layers that leave the value as it was. */
  silent: SilentLayer[]
  /** Why nothing is there, or what to write to be rid of an entry; absent where there is nothing to say. */
  note?: string
  /** The entries of a mapping or list, each with its own parts. */
  entries: Explanation[]
}

/**
 * Says why a value of a rendered project is what it is: each layer's part with its place, its rule and its variables. What is
 * not there is explained too: which layer took it away, or that none ever set it.
 * @param path as in `services.api.ports`, or `api.ports` for short; an entry of a list by its number or its target; or the
 *   steps themselves, where a key holds dots or brackets.
 * @throws ComposeError when no layer could have such a path, with the nearest that is there.
 */
export function explain(project: Project, path: string | readonly string[]): Explanation {
  const loaded = loadedFrom(project)
  const steps = typeof path === 'string' ? splitPath(path) : path
  const full = isShort(steps, project, loaded) ? ['services', ...steps] : steps
  const value = project as unknown as Json
  const root: Position = { value, node: loaded.tree, path: [], exact: true, enclosing: [] }
  const found = walk(root, full)
  const removed = loaded.cleared.filter((each) => samePath(each.path, full))
  if (found.position && removed.length === 0) return explainAt(found.position, loaded)
  const earlier = removed.flatMap(({ node, at }) => [
    ...partsOf(node, full, loaded),
    part({ rule: 'cleared by !reset', node: { kind: 'scalar', value: null, at } }, full, loaded),
  ])
  if (found.position) {
    const explanation = explainAt(found.position, loaded)
    return { ...explanation, parts: [...earlier, ...explanation.parts] }
  }
  const gone = { path: full.join('.'), silent: [], entries: [] }
  if (removed.length > 0) {
    const { file, line } = (removed.at(-1) as (typeof removed)[number]).at
    return { ...gone, parts: earlier, note: `Nothing is there: ${file}:${line} takes it away.` }
  }
  const missing: Missing = whatHappenedTo(full, found.last, loaded)
  return {
    ...gone,
    parts: missing.contributions.map((contribution) => part(contribution, full, loaded)),
    note: missing.note,
  }
}

/** Every value below a path that is neither mapping nor list, each explained. */
export function leavesOf(explanation: Explanation): Explanation[] {
  return explanation.entries.length === 0 ? [explanation] : explanation.entries.flatMap(leavesOf)
}

/** A place in the final tree, with the node behind it. */
export interface Position {
  value: Json | undefined
  /** The node that the value came from: an enclosing one where the value is only a part of what is written. */
  node: Node
  path: Path
  exact: boolean
  /** The nodes around it, outermost first. */
  enclosing: readonly Node[]
}

const SECTIONS = new Set(['name', 'services', 'networks', 'volumes', 'secrets', 'configs'])

/** `api.ports` is short for `services.api.ports`. */
function isShort([first]: readonly string[], project: Project, { layers }: Loaded): boolean {
  if (first === undefined || SECTIONS.has(first) || first in project) return false
  return first in project.services || layers.some(({ root }) => childOf(childOf(root, 'services'), first) !== undefined)
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
  const node = from.exact ? childOf(from.node, index) : undefined
  if (value === undefined && !node) return undefined
  const enclosing = node ? [...from.enclosing, from.node] : from.enclosing
  return { value, node: node ?? from.node, path: [...from.path, index], exact: node !== undefined, enclosing }
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

function explainAt(position: Position, loaded: Loaded): Explanation {
  const { value, path, node, exact, enclosing } = position
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : []
  const parts = (exact || node.kind !== 'mapping' ? partsOf(node, path, loaded) : added(node, path, loaded)).map(
    (each) => {
      const usedAt = aliasPlace(each.at, enclosing)
      return usedAt ? { ...each, usedAt } : each
    },
  )
  const silent = path.length > 2 ? silentLayers(parts, enclosing.at(-1), loaded) : []
  const entries = keys.flatMap((key) => {
    const child = stepInto(position, key)
    return child ? [explainAt(child, loaded)] : []
  })
  const note = value === undefined ? 'What is written here is nothing to Compose: it is left out.' : undefined
  return {
    path: path.join('.'),
    ...(value === undefined ? {} : { value }),
    parts,
    silent,
    ...(note ? { note } : {}),
    entries,
  }
}

/** The layers after the last one that had a part: they leave the value alone by not mentioning it. */
function silentLayers(parts: readonly Part[], around: Node | undefined, { layers }: Loaded): SilentLayer[] {
  const last = layers.findLastIndex(({ file }) => parts.some(({ at }) => at.file === file))
  if (last < 0) return []
  const said = around?.kind === 'sequence' ? contributionsOf(around) : []
  return layers.slice(last + 1).map(({ file }) => {
    const own = said.find(({ node }) => node.at.file === file)
    return { file, ...(own ? { at: own.node.at } : {}) }
  })
}

function partsOf(node: Node, path: Path, loaded: Loaded): Part[] {
  return contributionsOf(node).map((contribution) => part(contribution, path, loaded))
}

function contributionsOf(node: Node): readonly Contribution[] {
  return node.history ?? [{ rule: 'set', node }]
}

/** Nobody wrote the value itself, only what encloses it. */
function added(node: Node, path: Path, loaded: Loaded): Part[] {
  return [{ ...part({ rule: 'default', node }, path, loaded), value: null, variables: [] }]
}

/** What is written above everything that encloses it has come there by an alias. */
function aliasPlace(at: Place, enclosing: readonly Node[]): Place | undefined {
  const around = enclosing.slice(2).flatMap(contributionsOf)
  return around.findLast(({ node }) => node.at.file === at.file && node.at.line > at.line)?.node.at
}

function part({ rule, node }: Contribution, path: Path, loaded: Loaded): Part {
  const source = rule === 'default' ? undefined : sourceLine(node.at, loaded)
  return {
    at: node.at,
    rule,
    why: isEmpty(node) && rule === 'appended' ? NOTHING : whyOf(rule, path),
    value: anything(node) ?? textOf(node),
    ...(source ? { source } : {}),
    variables: usedVariables(node, loaded),
  }
}

const NOTHING = 'an empty list adds nothing and clears nothing: write !reset [] to clear what earlier layers say'

function isEmpty(node: Node): boolean {
  return node.kind === 'sequence' ? node.items.length === 0 : node.kind === 'mapping' && node.entries.size === 0
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}
