import type { Context } from '../context.ts'
import { type DatabaseFlags, withHouse } from '../database/house.ts'
import { showProgress } from '../database/progress.ts'
import { nameOfNow, snapshotFile } from '../database/snapshots.ts'
import type { Stack } from '../environments.ts'

/** A dump under a name, kept with the environment. */
export async function dbSnapshot(
  stack: Stack,
  name: string | undefined,
  flags: DatabaseFlags & { force?: boolean },
  context: Context,
): Promise<void> {
  await withHouse(stack, flags, context, async ({ server, snapshots }) => {
    const chosen = name ?? nameOfNow()
    const file = snapshotFile(snapshots, chosen)
    const { dump } = await import('@ichrisbirch/db/dumps/write')
    const { writeDumpFile } = await import('@ichrisbirch/db/dumps/file')
    const options = { source: stack.name, signal: context.signal, onProgress: showProgress(context, 'snapshot') }
    await writeDumpFile(file, dump(server, options), { replace: flags.force ?? false })
    context.print(chosen)
    context.progress.say(`Go back to it with ./cli/ichrisbirch ${stack.name} db restore ${chosen}`)
  })
}
