import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'

export const backupKeyFile = (stack: Stack) => join(stack.stateDirectory, 'secrets/backup_key')

/**
 * The key that an encrypted dump is read with: of the file that a person names, or else the environment's own.
 * @returns undefined when the environment has none.
 */
export function readBackupKey(stack: Stack, named: string | undefined): string | undefined {
  const file = named ?? backupKeyFile(stack)
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Failure(`The key ${file} cannot be read`, { reason: (error as Error).message, cause: error })
  }
}
