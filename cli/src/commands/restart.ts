import type { Context } from '../context.ts'
import { chooseEngineToStart } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { describeRunning, showCommands, type StartFlags, startOptions, startRecorded } from './start.ts'

/** Restarts the services named, or the whole environment. */
export async function restart(stack: Stack, services: string[], flags: StartFlags, context: Context): Promise<void> {
  const begun = performance.now()
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  if (flags.dryRun) return showCommands(stack, engine, 'restart', services, flags, context)
  await startRecorded(stack, engine, () => engine.restart(services, options))
  const done = services.length > 0 ? `has ${services.join(', ')} restarted` : 'is restarted'
  await describeRunning(stack, engine, { ...options, flags, context, done, begun })
}
