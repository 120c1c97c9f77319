import { ComposeError, nearest, type Place } from '../errors.ts'
import type { Mapping, Node, Path, Scalar } from '../tree.ts'
import { childOf, textOf } from '../tree.ts'

// What a field may look like. A shape is a function that throws where a value does not fit, with the place to look at.

/**
 * `path` is one array for the whole walk: only a refusal reads it. `before` is what stood there in a tree that has been checked:
 * what is still the same is not looked at again.
 */
export type Shape = (node: Node, path: string[], before?: Node) => void

function inside(shape: Shape, node: Node, path: string[], key: string, before?: Node): void {
  if (node === before) return
  path.push(key)
  shape(node, path, before)
  path.pop()
}

type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'date'

export function kindOf(node: Node): Kind | 'mapping' | 'list' {
  if (node.kind === 'mapping') return 'mapping'
  if (node.kind === 'sequence') return isLost(node) ? 'null' : 'list'
  if (node.value === null) return 'null'
  if (node.date) return 'date'
  if (typeof node.value === 'bigint') return 'integer'
  if (typeof node.value === 'number') return Number.isInteger(node.value) ? 'integer' : 'number'
  return typeof node.value as 'string' | 'boolean'
}

/** Compose 2.26 forgets an empty list of most kinds on the way to the next layer, and then refuses what is left. */
function isLost(node: Node): boolean {
  return node.kind === 'sequence' && node.lost === true && node.items.length === 0
}

const LOST = 'Leave the empty list out: Compose 2.26 loses it before it reads the next layer.'

function fits(node: Node, kind: Kind): boolean {
  const actual = kindOf(node)
  return actual === kind || (kind === 'number' && actual === 'integer')
}

export function refuse(path: Path, problem: string, at: Place, suggestion?: string): never {
  throw new ComposeError(`${path.join('.') || 'the file'} ${problem}`, { at, suggestion })
}

const ARTICLES: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
  date: 'a date',
  mapping: 'a mapping',
  list: 'a list',
}

export function scalarOf(...kinds: Kind[]): Shape {
  return (node, path) => {
    if (kinds.some((kind) => fits(node, kind))) return
    // A date passes for a text here. What is then printed decides: nothing is left of a command, and most texts are refused.
    if (kindOf(node) === 'date' && kinds.includes('string')) return
    const expected = kinds.map((kind) => ARTICLES[kind]).join(' or ')
    const quote = node.kind === 'scalar' && kinds.includes('string') && node.value !== null
    refuse(
      path,
      `must be ${expected}, not ${ARTICLES[kindOf(node)]}`,
      node.at,
      quote ? `Put it in quotes: ${JSON.stringify(textOf(node))}` : undefined,
    )
  }
}

export const text = scalarOf('string')

export function word(...words: string[]): Shape {
  return (node, path) => {
    text(node, path)
    const value = textOf(node)
    if (words.includes(value)) return
    const near = nearest(value, words)
    const suggestion = near ? `Did you mean ${near}?` : undefined
    refuse(path, `must be one of ${words.join(', ')}, not ${JSON.stringify(value)}`, node.at, suggestion)
  }
}

export function between(least: number, most: number, kind: 'integer' | 'number' = 'integer'): Shape {
  return (node, path) => {
    scalarOf(kind)(node, path)
    const value = Number((node as Scalar).value)
    if (value < least || value > most) refuse(path, `must be between ${least} and ${most}`, node.at)
  }
}

/** A whole number of zero or more, once a text has been turned into a number. */
export const countOf: Shape = (node, path) => {
  scalarOf('integer')(node, path)
  if (Number((node as Scalar).value) < 0) refuse(path, 'must not be negative', node.at)
}

export function list(item: Shape): Shape {
  return (node, path) => {
    if (node.kind !== 'sequence' || isLost(node)) {
      return refuse(path, `must be a list, not ${ARTICLES[kindOf(node)]}`, node.at, isLost(node) ? LOST : undefined)
    }
    node.items.forEach((each, index) => {
      if (kindOf(each) === 'date') refuse([...path, String(index)], 'must be a text, not a date', each.at)
      inside(item, each, path, String(index))
    })
  }
}

/** A list in which nothing may stand twice. */
export function set(item: Shape): Shape {
  return (node, path) => {
    list(item)(node, path)
    if (node.kind !== 'sequence' || node.items.length < 2) return
    const seen = new Map<string, number>()
    node.items.forEach((each, index) => {
      const key = identity(each)
      const before = seen.get(key)
      if (before !== undefined) {
        const first = node.items[before]?.at
        const where = first ? ` (also at ${first.file}:${first.line})` : ''
        refuse(path, `items must be unique: ${key} stands twice${where}`, each.at, 'Say it in one layer only.')
      }
      seen.set(key, index)
    })
  }
}

function identity(node: Node): string {
  if (node.kind === 'scalar') return `${typeof node.value === 'string' ? '' : typeof node.value}${textOf(node)}`
  if (node.kind === 'sequence') return `[${node.items.map(identity).join()}]`
  return `{${[...node.entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}:${identity(value)}`)
    .join()}}`
}

/** A mapping with names of the writer's choice. */
export function named(key: RegExp, value: Shape, keyMeaning = 'a name'): Shape {
  return (node, path, before) => {
    const found = asMapping(node, path)
    for (const [name, each] of found.entries) {
      if (!key.test(name))
        refuse(path, `has a key that is not ${keyMeaning}: ${JSON.stringify(name)}`, keyPlace(found, name))
      inside(value, each, path, name, childOf(before, name))
    }
  }
}

/** A mapping with these fields and `x-` fields, and no others. */
export function fields(known: Record<string, Shape>, required: readonly string[] = []): Shape {
  const shapes = new Map(Object.entries(known))
  return (node, path, before) => {
    const found = asMapping(node, path)
    for (const [name, value] of found.entries) {
      const shape = shapes.get(name)
      if (shape) inside(shape, value, path, name, childOf(before, name))
      else if (!name.startsWith('x-')) unknownField(found, name, path, Object.keys(known))
    }
    for (const name of required) if (!found.entries.has(name)) refuse(path, `must have ${name}`, found.at)
  }
}

/** A mapping of which Compose checks only what it knows. */
export function openFields(known: Record<string, Shape>): Shape {
  return (node, path) => {
    for (const [name, value] of asMapping(node, path).entries) {
      const shape = known[name]
      if (shape) inside(shape, value, path, name)
    }
  }
}

function unknownField(found: Mapping, name: string, path: Path, known: readonly string[]): never {
  const near = nearest(name, known)
  const suggestion = near ? `Did you mean ${near}?` : 'A field of your own begins with x-.'
  return refuse(path, `additional property ${name} is not allowed`, keyPlace(found, name), suggestion)
}

function asMapping(node: Node, path: Path): Mapping {
  return node.kind === 'mapping' ? node : refuse(path, `must be a mapping, not ${ARTICLES[kindOf(node)]}`, node.at)
}

function keyPlace(node: Mapping, key: string): Place {
  return node.keys?.get(key) ?? node.entries.get(key)?.at ?? node.at
}

/** One shape for a scalar, one for a list, one for a mapping: what is not given is refused. */
export function either(forms: { scalar?: Shape; list?: Shape; mapping?: Shape }): Shape {
  return (node, path, before) => {
    const kind = isLost(node) ? 'scalar' : node.kind === 'sequence' ? 'list' : node.kind
    const shape = forms[kind]
    if (shape) return shape(node, path, before)
    const allowed = Object.keys(forms).map((form) => (form === 'scalar' ? 'a single value' : ARTICLES[form]))
    refuse(path, `must be ${allowed.join(' or ')}, not ${ARTICLES[kindOf(node)]}`, node.at)
  }
}
