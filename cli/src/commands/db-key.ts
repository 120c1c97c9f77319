import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { backupKeyFile, readBackupKey } from '../backups/key.ts'
import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'

/** Makes the key that backups are encrypted with, where there is none yet. */
export async function dbKey(stack: Stack, context: Context): Promise<void> {
  const file = backupKeyFile(stack)
  if (readBackupKey(stack, undefined)) {
    throw new Failure(`${stack.name} has a key for its backups already: ${file}`, {
      suggestion: 'to replace it, empty that file first, and keep the old key for the old backups',
    })
  }
  const { makeKeyFile } = await import('@ichrisbirch/db/backups/encryption')
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.draft`, await makeKeyFile(new Date()), { mode: 0o644, flush: true })
  renameSync(`${file}.draft`, file)
  context.print(file)
  context.progress.say('Keep a copy of this file somewhere else: without it nobody reads the backups, you included.')
  context.progress.say(
    `It counts from the next start of the scheduler: ./cli/ichrisbirch ${stack.name} restart scheduler`,
  )
}
