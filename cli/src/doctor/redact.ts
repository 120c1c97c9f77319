import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { credentialsFile } from '../data/credentials.ts'
import { readVariables } from '../variables.ts'

const hidden = '(hidden)'
const secretName = /(pass|secret|token|key|credential|auth|dsn)/i
/** Shorter ones would hide half of the words of a report. */
const shortest = 6

/** Takes every secret that this checkout knows out of a text, and what looks like one. */
export function makeRedact(root: string): (text: string) => string {
  const known = [...secretFiles(root), ...secretVariables(root), ...apiKeys()]
    .filter((value) => value.length >= shortest)
    .toSorted((a, b) => b.length - a.length)
  return (text) => {
    const withoutKnown = known.reduce((rest, value) => rest.replaceAll(value, hidden), text)
    return withoutKnown
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@]+@/gi, `$1${hidden}@`)
      .replace(
        /\b((?:[\w-]*(?:password|passwd|secret|token|api[_-]?key))["']?\s*[=:]\s*["']?)[^\s"',;]+/gi,
        `$1${hidden}`,
      )
  }
}

function secretFiles(root: string): string[] {
  const folder = join(root, '.ichrisbirch')
  return names(folder).flatMap((environment) => {
    const secrets = join(folder, environment, 'secrets')
    return names(secrets).map((name) => readFileSync(join(secrets, name), 'utf8').trim())
  })
}

/** By their names: those of .env and those exported. */
function secretVariables(root: string): string[] {
  return Object.entries(readVariables(root))
    .filter(([name]) => secretName.test(name) && !/_(FILE|URL|PATH)$/.test(name))
    .map(([, value]) => value)
}

function apiKeys(): string[] {
  const file = credentialsFile()
  if (!existsSync(file)) return []
  return [...readFileSync(file, 'utf8').matchAll(/"key":\s*"([^"]+)"/g)].map(([, key = '']) => key)
}

function names(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
}
