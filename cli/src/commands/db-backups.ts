import { type BackupFile, type BackupsFlags, listBackups } from '../backups/ask.ts'
import type { Context } from '../context.ts'
import { size } from '../database/progress.ts'
import type { Stack } from '../environments.ts'
import { alignColumns } from '../table.ts'

/** The files in all places, as they lie there: also when the house knows nothing of them. */
export async function dbBackups(
  stack: Stack,
  flags: BackupsFlags & { json?: boolean },
  context: Context,
): Promise<void> {
  const list = await listBackups(stack, flags, context)
  if (flags.json) return context.print(JSON.stringify(list, null, 2))
  for (const { place, fault } of list.faults) context.progress.say(`${place} cannot be reached: ${fault}`)
  if (list.files.length === 0) {
    return context.progress.say(`There is none yet. Make one: ./cli/ichrisbirch schedules run backup`)
  }
  for (const line of alignColumns([['NAME', 'PLACE', 'SIZE'], ...list.files.map(asRow)])) context.print(line)
}

const asRow = ({ name, place, bytes }: BackupFile) => [name, place, size(bytes)]
