import type { Explanation } from './explain.ts'
import type { Json } from './output.ts'
import type { VariableUse } from './tree.ts'

const SECRET =
  /(^|[_.-])(pass|passwd|password|pwd|secret|secrets|token|key|apikey|credential|credentials|auth|dsn)($|[_.-])/i
const NOT_SECRET = /(_FILE|_PATH|_URL|_ID|_NAME|_REGION)$/i
const HIDDEN = '(hidden)'

/** Does a variable of this name hold a secret, going by its name? A path to one (`…_FILE`) does not. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !NOT_SECRET.test(name)
}

/** A value with its secrets hidden: environment variables by their names, the contents of secrets, passwords in URLs. */
export function redact(value: Json, name = ''): Json {
  if (typeof value === 'string') {
    if (value !== '' && isSecretName(name)) return HIDDEN
    return value.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, `$1${HIDDEN}@`)
  }
  if (Array.isArray(value)) return value.map((item) => redactPair(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, redact(child, key)]))
}

/** `- PASSWORD=x` hides as `PASSWORD: x` does. */
function redactPair(item: Json): Json {
  const equals = typeof item === 'string' ? item.indexOf('=') : -1
  if (typeof item !== 'string' || equals < 1) return redact(item)
  const name = item.slice(0, equals)
  return isSecretName(name) ? `${name}=${HIDDEN}` : redact(item)
}

/** An explanation with its secrets hidden, those in the interpolated variables too. */
export function redactExplanation(explanation: Explanation): Explanation {
  const name = explanation.path.split('.').at(-1) ?? ''
  return {
    ...explanation,
    ...(explanation.value === undefined ? {} : { value: redact(explanation.value, name) }),
    parts: explanation.parts.map((part) => ({
      ...part,
      value: redact(part.value, name),
      variables: part.variables.map((use) => redactVariable(use, name)),
    })),
    entries: explanation.entries.map(redactExplanation),
  }
}

function redactVariable(use: VariableUse, name: string): VariableUse {
  const secret = use.value && (isSecretName(use.name) || isSecretName(name))
  return secret ? { ...use, value: HIDDEN } : use
}
