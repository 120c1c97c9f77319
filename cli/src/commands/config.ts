import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'

const secretName = /(password|secret|token|credential|(^|_)key$)/i
const redacted = '<redacted>'

/** The rendered model, with what could be a secret taken out. */
export async function config(
  stack: Stack,
  flags: { engine?: string; json?: boolean },
  context: Context,
): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  const model = redact(await engine.config())
  if (flags.json) return context.print(JSON.stringify(model, null, 2))
  const { stringify } = await import('yaml')
  context.print(stringify(model, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd())
}

/** Secrets are files, and a file's path is none; a value under a secret's name, or in a URL, is. */
export function redact(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, key))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redact(item, name)]))
  }
  if (typeof value !== 'string' || value === '') return value
  if (secretName.test(key) && !key.endsWith('_FILE')) return redacted
  return value.replace(/(\w+:\/\/[^:/@\s]*):[^@/\s]+@/g, `$1:${redacted}@`)
}
