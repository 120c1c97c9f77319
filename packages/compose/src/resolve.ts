import type { Place } from './errors.ts'
import { type Scalar, scalar } from './tree.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const NUMBER = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/

/** The value of a text without quotes, as Compose's YAML parser has it: YAML 1.2, octal `0644`, dates, no `yes` or `on`. */
export function resolvePlain(text: string, at: Place): Scalar {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return scalar(null, at)
  if (text === 'true' || text === 'True' || text === 'TRUE') return scalar(true, at)
  if (text === 'false' || text === 'False' || text === 'FALSE') return scalar(false, at)
  const first = text.charCodeAt(0)
  // Only digits, signs and a dot can begin a number: most words leave here.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return scalar(text, at)
  if (DATE.test(text)) return { ...scalar(`${text} 00:00:00 +0000 UTC`, at), date: true }
  const plain = text.replaceAll('_', '')
  const integer = readInteger(plain)
  if (integer !== undefined) return scalar(integer, at)
  if (NUMBER.test(plain)) return { ...scalar(Number(plain), at), float: true }
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return { ...scalar(text[0] === '-' ? -Infinity : Infinity, at), float: true }
  if (/^\.(nan|NaN|NAN)$/.test(text)) return { ...scalar(Number.NaN, at), float: true }
  return scalar(text, at)
}

function readInteger(text: string): number | bigint | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.exec(text)
  if (!match) return undefined
  const digits = (match[2] as string).replace(/^0(?=[0-7])/, '0o')
  const value = BigInt(digits) * (match[1] === '-' ? -1n : 1n)
  if (value > 18446744073709551615n || value < -9223372036854775808n) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
