import type { Context } from '../context.ts'
import { removeLeftovers } from '../testing/leftovers.ts'

/** Removes the environments that test runs have kept, or left behind when they were killed. */
export async function testClean(context: Context): Promise<void> {
  const removed = await removeLeftovers(context, { kept: 'go' })
  context.progress.end()
  context.progress.say(
    removed.length === 0 ? 'There was nothing to remove' : `Removed: ${removed.map((id) => `test-${id}`).join(', ')}`,
  )
}
