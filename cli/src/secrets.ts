import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Stack } from './environments.ts'

/** Filled by the owner, or left empty: nothing random would be of use. */
export const ownersSecrets = new Set([
  'chat_model_key',
  'backup_key',
  'backup_s3_credentials',
  'smtp_url',
  'alarm_webhook_url',
])

/** 32 random bytes as base64url. */
export const randomSecretLength = 43
export const randomSecret = () => randomBytes(32).toString('base64url')

/** @throws ENOENT before the first start has made it. */
export function readSecret(stack: Stack, name: string): string {
  return readFileSync(join(stack.stateDirectory, 'secrets', name), 'utf8').trim()
}

/**
 * Makes the secret files that are missing, 32 random bytes each; those that exist are never touched.
 * The folder is closed to others. The files in it are not: a container reads its own as a user of its own, and Compose
 * gives it the file with the mode that it has here.
 * @returns the names of those that were made.
 */
export function makeSecrets(secrets: Record<string, { file?: string }> | undefined): string[] {
  const made: string[] = []
  for (const [name, { file }] of Object.entries(secrets ?? {})) {
    if (!file || existsSync(file)) continue
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const value = ownersSecrets.has(name) ? '' : randomSecret()
    writeFileSync(`${file}.draft`, value, { mode: 0o644, flush: true })
    renameSync(`${file}.draft`, file)
    made.push(name)
  }
  return made
}
