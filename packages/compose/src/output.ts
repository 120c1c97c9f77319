import { ComposeError } from './errors.ts'
import { type Node, type ScalarValue, textOf } from './tree.ts'
import { bytesOf, durationOf } from './units.ts'
import { splitWords } from './words.ts'

// How a field of the canonical tree is printed. Compose leaves out what is empty or zero, prints sizes as text, and gives each
// duration one spelling: each kind below is one of those habits. `undefined` means "not printed".

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Emit = (node: Node) => Json | undefined
export type Fields = Record<string, Emit>

const plain = (value: ScalarValue): Json => (typeof value === 'bigint' ? Number(value) : value)

export const text: Emit = (node) => dateless(node) || undefined

/** The text of a value. A date passes for one in every check of Compose, and cannot be decoded in the end. */
function dateless(node: Node): string {
  const value = textOf(node)
  if (node.kind !== 'scalar' || !node.date) return value
  throw new ComposeError(`must be a text, not a date: ${value}`, {
    at: node.at,
    suggestion: `Put it in quotes: ${JSON.stringify(value)}`,
  })
}

/** A number that is left out when zero. */
export const number: Emit = (node) => numberOf(node) || undefined

/** A number that is printed even when zero. */
export const numberOrZero: Emit = (node) => (node.kind === 'scalar' && node.value === null ? undefined : numberOf(node))

function numberOf(node: Node): number {
  const value = Number(textOf(node))
  if (Number.isNaN(value))
    throw new ComposeError(`must be a number, not ${JSON.stringify(textOf(node))}`, { at: node.at })
  return value
}

/** A count: Compose cuts a fraction off. */
export const whole: Emit = (node) => {
  const value = numberOrZero(node)
  return typeof value === 'number' ? Math.trunc(value) : value
}

export const wholeUnlessZero: Emit = (node) => Math.trunc(numberOf(node)) || undefined

/** A single-precision number, as Go prints it. */
export const float32: Emit = (node) => {
  const value = Math.fround(numberOf(node))
  if (value === 0) return undefined
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

export const flag: Emit = (node) => (node.kind === 'scalar' && node.value === true ? true : undefined)

/** A flag whose absence means something else than false. */
export const flagOrFalse: Emit = (node) =>
  node.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined

export const bytes: Emit = (node) => {
  // A number with a fraction is no size to Compose, and no error either.
  if (node.kind === 'scalar' && (node.value === null || node.float)) return undefined
  const size = bytesOf(node)
  return size === 0n ? undefined : String(size)
}

export const duration: Emit = (node) => (node.kind === 'scalar' && node.value === null ? undefined : durationOf(node))

export const durationUnlessZero: Emit = (node) => {
  const printed = duration(node)
  return printed === '0s' ? undefined : printed
}

/** Anything, printed as it is read. */
export const anything: Emit = (node) => {
  if (node.kind === 'scalar') return plain(node.value)
  if (node.kind === 'sequence') return node.items.map((item) => anything(item) ?? null)
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, anything(value) ?? null]))
}

/** An `x-` field: as it is, but that an empty list is printed as null. */
export const extension: Emit = (node) => {
  if (node.kind === 'scalar') return plain(node.value)
  if (node.kind === 'sequence')
    return node.items.length === 0 ? null : node.items.map((item) => extension(item) ?? null)
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, extension(value) ?? null]))
}

/** A list, or one text that stands for a list of one. */
export const texts: Emit = (node) => {
  if (node.kind === 'scalar') return node.value === null ? undefined : [dateless(node)]
  if (node.kind !== 'sequence' || node.items.length === 0) return undefined
  return node.items.map(textOf)
}

export const listOf =
  (emit: Emit): Emit =>
  (node) => {
    if (node.kind !== 'sequence' || node.items.length === 0) return undefined
    return node.items.map((item) => emit(item) ?? null)
  }

/** Names with a text each; null is the empty text. */
export const textMap: Emit = (node) => mapOf((value) => textOf(value))(node)

/** Names with a text each, where null ("take it from whoever starts me") is kept. */
export const environmentMap: Emit = (node) =>
  mapOf((value) => (value.kind === 'scalar' && value.value === null ? null : textOf(value)))(node)

export const mapOf =
  (emit: Emit): Emit =>
  (node) => {
    if (node.kind !== 'mapping' || node.entries.size === 0) return undefined
    return Object.fromEntries([...node.entries].map(([key, value]) => [key, emit(value) ?? null]))
  }

/** A structure that is printed whenever it is written, even empty. */
export const object =
  (fields: Fields): Emit =>
  (node) => {
    if (node.kind !== 'mapping') return undefined
    const result: { [key: string]: Json } = {}
    for (const [key, value] of node.entries) {
      const printed = fields[key]?.(value)
      if (printed !== undefined) result[key] = printed
    }
    return result
  }

/** A command: a list as it is, a line cut into words, null when nothing is said. */
export const command: Emit = (node) => {
  if (node.kind === 'sequence') return node.items.map(textOf)
  if (node.kind !== 'scalar' || node.value === null || node.date) return null
  const words = splitWords(textOf(node))
  if (!words) throw new ComposeError(`unclosed quote in ${JSON.stringify(textOf(node))}`, { at: node.at })
  return words
}

/** `test: curl localhost` is short for a shell command. */
export const healthTest: Emit = (node) =>
  node.kind === 'scalar' && node.value !== null ? ['CMD-SHELL', dateless(node)] : texts(node)
