import type { Context } from '../context.ts'
import { chooseEngineToStart } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { describeRunning, type StartFlags, startOptions, startRecorded } from './start.ts'

/** Restarts the services named, or the whole environment. */
export async function restart(stack: Stack, services: string[], flags: StartFlags, context: Context): Promise<void> {
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  await startRecorded(stack, engine, () => engine.restart(services, options))
  context.progress.end()
  await describeRunning(stack, engine, context, `${services.join(', ') || stack.name} restarted`)
}
