import { ComposeError, type Place } from './errors.ts'
import { explain, type Part } from './explain.ts'
import type { Json } from './output.ts'
import type { Project } from './project.ts'

/** One value that two rendered projects do not share. */
export interface Difference {
  path: string
  /** The entry of the list at this path: its number in the second project, or, where it is gone, in the first. */
  index?: number
  /** Absent: only the second project has it. */
  before?: Json
  /** Absent: only the first project has it. */
  after?: Json
  /** The layer that has the last word on the second project's value; of what is gone, the one that took it away or had it. */
  at: Place | undefined
}

/** What differs between two rendered projects, value by value; entries of a list are compared as a set. */
export function diff(before: Project, after: Project): Difference[] {
  const place = (path: readonly string[], index: number | undefined, isGone: boolean): Place | undefined => {
    const steps = index === undefined ? path : [...path, String(index)]
    return isGone ? (takenAway(after, path) ?? lastPart(before, steps)?.at) : lastPart(after, steps)?.at
  }
  return [...differences(before as unknown as Json, after as unknown as Json, [])].map(({ path, index, ...values }) => {
    return {
      path: path.join('.'),
      ...(index === undefined ? {} : { index }),
      ...values,
      at: place(path, index, values.after === undefined),
    }
  })
}

function lastPart(project: Project, path: readonly string[]): Part | undefined {
  return explain(project, path).parts.at(-1)
}

/** The layer that took a value away, or put another in the place of what encloses it. */
function takenAway(project: Project, path: readonly string[]): Place | undefined {
  try {
    const last = lastPart(project, path)
    return last && /^(cleared|replaced)/.test(last.rule) ? last.at : undefined
  } catch (error) {
    if (error instanceof ComposeError) return undefined
    throw error
  }
}

interface Found {
  path: string[]
  index?: number
  before?: Json
  after?: Json
}

function* differences(before: Json | undefined, after: Json | undefined, path: string[]): Iterable<Found> {
  if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      // Building blocks of the files, no part of what runs.
      if (path.length === 0 && key.startsWith('x-')) continue
      yield* differences(before[key], after[key], [...path, key])
    }
  } else if (isList(before) && isList(after) && (before ?? after) !== undefined && !isCommand(path))
    yield* listDifferences(before ?? [], after ?? [], path)
  else if (canonical(before) !== canonical(after)) {
    yield { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  }
}

/** The words of a command mean something in their order only. */
function isCommand(path: readonly string[]): boolean {
  return ['command', 'entrypoint', 'test'].includes(path.at(-1) ?? '')
}

function isList(value: Json | undefined): value is Json[] | undefined {
  return value === undefined || Array.isArray(value)
}

/** Entries of the same identity are one entry that has changed. */
function* listDifferences(before: Json[], after: Json[], path: string[]): Iterable<Found> {
  const [left, right] = [new Set(before.map(canonical)), new Set(after.map(canonical))]
  const added = new Set([...after.keys()].filter((index) => !left.has(canonical(after[index]))))
  for (const [index, item] of before.entries()) {
    if (right.has(canonical(item))) continue
    const twin = [...added].find((other) => identity(item) !== undefined && identity(after[other]) === identity(item))
    if (twin === undefined) {
      yield { path, index, before: item }
      continue
    }
    added.delete(twin)
    yield { path, index: twin, before: item, after: after[twin] as Json }
  }
  for (const index of added) yield { path, index, after: after[index] as Json }
}

/** What makes a port, a mount, a secret or a `KEY=value` one of a kind in its list. */
function identity(item: Json | undefined): string | undefined {
  if (typeof item === 'string') return /^[^=:]+(?=[=:])/.exec(item)?.[0]
  if (!isMapping(item) || item.target === undefined) return undefined
  return `${String(item.target)}/${String(item.protocol ?? '')}`
}

function isMapping(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (!isMapping(value)) return value === undefined ? '' : JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`
}
