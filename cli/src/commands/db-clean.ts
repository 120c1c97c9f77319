import type { Context } from '../context.ts'
import { type DatabaseFlags, withHouseAlone } from '../database/house.ts'
import type { Stack } from '../environments.ts'

/** What every command that changes the house does first, and nothing else. */
export async function dbClean(stack: Stack, flags: DatabaseFlags, context: Context): Promise<void> {
  await withHouseAlone(stack, flags, context, async () => {
    context.progress.say(`Nothing of killed commands is left in the database of ${stack.name}`)
  })
}
