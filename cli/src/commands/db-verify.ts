import { readBackupKey } from '../backups/key.ts'
import type { Context } from '../context.ts'
import { type DatabaseFlags, withHouse } from '../database/house.ts'
import { number, showProgress } from '../database/progress.ts'
import { findDump } from '../database/snapshots.ts'
import type { Stack } from '../environments.ts'

/** Proves a dump by restoring it beside the house, which is not touched. */
export async function dbVerify(
  stack: Stack,
  named: string | undefined,
  flags: DatabaseFlags & { latest?: boolean; json?: boolean; key?: string },
  context: Context,
): Promise<void> {
  await withHouse(stack, flags, context, async ({ server, snapshots }) => {
    const file = await findDump(snapshots, named, flags.latest)
    const { readDumpFile } = await import('@ichrisbirch/db/dumps/file')
    const { verify } = await import('@ichrisbirch/db/dumps/load')
    const options = { signal: context.signal, onProgress: showProgress(context, 'verify') }
    const { manifest, accounts } = await verify(server, readDumpFile(file, readBackupKey(stack, flags.key)), options)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const { madeAt, source, tables } = manifest
    if (flags.json)
      return context.print(JSON.stringify({ file, madeAt, source, rows, tables: tables.length, accounts }))
    context.print(
      `${file} can be restored: ${source} of ${madeAt}, ${number(rows)} rows in ${tables.length} tables, ` +
        `all with the checksums of that moment; ${number(accounts)} account(s) can sign in`,
    )
  })
}
