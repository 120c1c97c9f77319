import type { Context } from '../context.ts'
import { chooseEngineToStart } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { describeRunning, showCommands, type StartFlags, startOptions, startRecorded } from './start.ts'

/** Builds images or pages anew from the sources, then runs the services on them; what cannot run is taken back. */
export async function rebuild(stack: Stack, services: string[], flags: StartFlags, context: Context): Promise<void> {
  const begun = performance.now()
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  if (flags.dryRun) return showCommands(stack, engine, 'rebuild', services, flags, context)
  options.progress.say(`Rebuilding ${services.join(', ') || stack.name} with the ${engine.name} engine`)
  await startRecorded(stack, engine, () => engine.rebuild(services, options))
  const done = services.length > 0 ? `has ${services.join(', ')} rebuilt` : 'is rebuilt'
  await describeRunning(stack, engine, { ...options, flags, context, done, begun })
}
