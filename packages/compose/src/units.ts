import { ComposeError } from './errors.ts'
import { type Node, textOf } from './tree.ts'

const DURATION_UNITS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

/** A duration such as `1m30s` in nanoseconds; undefined when it is none. */
export function parseDuration(text: string): bigint | undefined {
  if (text === '0') return 0n
  const match = /^([-+]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(text)
  if (!match) return undefined
  let total = 0n
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const [whole, fraction = ''] = (number as string).split('.') as [string, string?]
    const size = DURATION_UNITS[unit as string] as bigint
    total += BigInt(whole || '0') * size
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length)
  }
  return match[1] === '-' ? -total : total
}

/** Nanoseconds as Go prints a duration: `1m30s`, `500ms`, `1h0m0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s'
  const sign = nanoseconds < 0n ? '-' : ''
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`
  const minutes = size / 60_000_000_000n
  if (minutes === 0n) return sign + seconds
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`
}

function decimal(value: bigint, places: number): string {
  const scale = 10n ** BigInt(places)
  const fraction = (value % scale).toString().padStart(places, '0').replace(/0+$/, '')
  return `${value / scale}${fraction === '' ? '' : `.${fraction}`}`
}

export function durationOf(node: Node): string {
  const text = textOf(node)
  const duration = parseDuration(text)
  if (duration === undefined) {
    throw new ComposeError(`invalid duration ${JSON.stringify(text)}`, {
      at: node.at,
      suggestion: 'Write a number and a unit: 10s, 1m30s, 500ms.',
    })
  }
  return formatDuration(duration)
}

const BYTE_POWERS: Record<string, number> = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 }

/** A size such as `64m` or `1.5 GB` in bytes, units being powers of 1024. */
export function bytesOf(node: Node): bigint {
  // A date is no size to Compose, and no error either.
  if (node.kind === 'scalar' && node.date) return 0n
  const text = textOf(node)
  if (node.kind === 'scalar' && typeof node.value !== 'string' && /^-?\d+$/.test(text)) return BigInt(text)
  const match = /^(\d+(?:\.\d+)?) ?([bkmgtp]?)(?:i?b)?$/i.exec(text)
  if (!match) {
    throw new ComposeError(`invalid size: ${JSON.stringify(text)}`, {
      at: node.at,
      suggestion: 'Write a number and a unit: 64m, 1g, 512kb.',
    })
  }
  const power = BYTE_POWERS[(match[2] as string).toLowerCase()] ?? 0
  return BigInt(Math.trunc(Number(match[1]) * 1024 ** power))
}
