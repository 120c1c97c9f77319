import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** The settings of a checkout: what is exported in the shell, and below it the file .env, as Compose takes them. */
export function readVariables(root: string): Record<string, string> {
  const exported = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...dotEnv(root), ...Object.fromEntries(exported) }
}

function dotEnv(root: string): Record<string, string> {
  try {
    return parseEnv(readFileSync(join(root, '.env'), 'utf8')) as Record<string, string>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
