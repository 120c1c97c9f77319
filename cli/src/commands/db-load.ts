import { readBackupKey } from '../backups/key.ts'
import type { Context } from '../context.ts'
import { type DatabaseFlags, type House, withHouseAlone } from '../database/house.ts'
import { permit, type PermissionFlags } from '../database/permission.ts'
import { number, showProgress } from '../database/progress.ts'
import { findDump, nameOfNow, snapshotFile } from '../database/snapshots.ts'
import { untilWell, wellNow } from '../database/well.ts'
import type { Stack } from '../environments.ts'

export type LoadFlags = DatabaseFlags & PermissionFlags & { latest?: boolean; key?: string }

/** The house becomes what a dump holds: any file. */
export async function dbLoad(stack: Stack, file: string, flags: LoadFlags, context: Context): Promise<void> {
  await replaceBy(stack, `load ${file}`, flags, context, () => findDump('', `./${file}`.replace(/^\.\/\//, '/'), false))
}

/** The same from a snapshot by its name, the newest one, or a file. */
export async function dbRestore(
  stack: Stack,
  named: string | undefined,
  flags: LoadFlags,
  context: Context,
): Promise<void> {
  await replaceBy(stack, `restore ${named ?? '--latest'}`, flags, context, ({ snapshots }) =>
    findDump(snapshots, named, flags.latest),
  )
}

/** A house with its newest tables and nothing in them. */
export async function dbReset(stack: Stack, flags: LoadFlags, context: Context): Promise<void> {
  await withHouseAlone(stack, flags, context, async (house) => {
    await permit(stack, flags, { what: `Everything in ${stack.name} will be removed.`, command: 'reset' }, context)
    await replace(house, 'nothing', 'before-reset', context)
    context.progress.say(`${stack.name} is empty`)
  })
}

async function replaceBy(
  stack: Stack,
  command: string,
  flags: LoadFlags,
  context: Context,
  find: (house: House) => Promise<string>,
): Promise<void> {
  await withHouseAlone(stack, flags, context, async (house) => {
    const file = await find(house)
    const { checkDumpFile, readDumpFile } = await import('@ichrisbirch/db/dumps/file')
    const { refuseNewer } = await import('@ichrisbirch/db/dumps/schema')
    const key = readBackupKey(stack, flags.key)
    const manifest = await checkDumpFile(file, key)
    refuseNewer(manifest.migrations)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const what = `Everything in ${stack.name} will be replaced by ${manifest.source} of ${manifest.madeAt}, ${number(rows)} rows.`
    await permit(stack, flags, { what, command }, context)
    await replace(house, readDumpFile(file, key), 'before-load', context)
    context.progress.say(`${stack.name} is ${manifest.source} of ${manifest.madeAt}: ${number(rows)} rows`)
  })
}

async function replace(house: House, by: AsyncIterable<Uint8Array> | 'nothing', word: string, context: Context) {
  const { replaceHouse } = await import('@ichrisbirch/db/dumps/replace')
  const restorePoint = snapshotFile(house.snapshots, `${word}-${nameOfNow()}`)
  const wasWell = await wellNow(house)
  await replaceHouse(house.server, {
    by,
    restorePoint,
    source: house.stack.name,
    signal: context.signal,
    onProgress: showProgress(context, by === 'nothing' ? 'reset' : 'load'),
    onRestorePoint: () => context.progress.say(`The house as it was: ${restorePoint}`),
    isWell: () => untilWell(house, wasWell, context),
  })
}
