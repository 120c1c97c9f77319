import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { askScheduler, type BackupFile, type BackupsFlags, listBackups } from '../backups/ask.ts'
import type { Context } from '../context.ts'
import { size } from '../database/progress.ts'
import type { Stack } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'

export type FetchFlags = BackupsFlags & { latest?: boolean; from?: string; to?: string; force?: boolean }

/** Copies a backup out of its place into a file of this machine, as it lies there: `db verify` and `db load` read it. */
export async function dbFetch(
  stack: Stack,
  named: string | undefined,
  flags: FetchFlags,
  context: Context,
): Promise<void> {
  if (Boolean(flags.latest) === (named !== undefined))
    throw usageFailure('Name one backup', 'a name of `db backups`, or --latest')
  const found = await find(stack, named, flags, context)
  const path = resolve(flags.to ?? found.name)
  if (existsSync(path) && !flags.force)
    throw new Failure(`There is a file ${path} already`, {
      suggestion: 'choose another with --to, or allow it: --force',
    })
  context.progress.say(`${found.name} from ${found.place}, ${size(found.bytes)}`)
  const { writeDumpFile } = await import('@ichrisbirch/db/dumps/file')
  await askScheduler(stack, ['read', found.place, found.name], flags, context, (output) =>
    writeDumpFile(path, whole(output, found.bytes), { replace: true }),
  )
  context.print(path)
  context.progress.say(`Restore it: ./cli/ichrisbirch ${stack.name} db load ${path}`)
}

async function find(stack: Stack, named: string | undefined, flags: FetchFlags, context: Context): Promise<BackupFile> {
  const { files, faults } = await listBackups(stack, flags, context)
  for (const { place, fault } of faults) context.progress.say(`${place} cannot be reached: ${fault}`)
  const own = files.filter(({ place }) => !flags.from || place === flags.from)
  const found = own.find(({ name, environment }) => (named ? name === named : environment === stack.environment))
  if (found) return found
  throw new Failure(named ? `There is no backup ${named}` : `There is no backup of ${stack.name}`, {
    suggestion: `see what there is: ./cli/ichrisbirch ${stack.name} db backups`,
  })
}

/** All of what was announced, or none of it. */
async function* whole(output: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer, void> {
  let read = 0
  for await (const piece of output) {
    read += piece.length
    yield piece
  }
  if (read !== bytes) throw new Failure(`It ended after ${read} of ${bytes} bytes`, { suggestion: 'try again' })
}
