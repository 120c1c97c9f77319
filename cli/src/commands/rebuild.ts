import type { Context } from '../context.ts'
import { chooseEngineToStart } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { describeRunning, type StartFlags, startOptions, startRecorded } from './start.ts'

/** Builds images or pages anew from the sources, then runs the services on them. */
export async function rebuild(stack: Stack, services: string[], flags: StartFlags, context: Context): Promise<void> {
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  context.progress.say(`Rebuilding ${services.join(', ') || stack.name} with the ${engine.name} engine`)
  await startRecorded(stack, engine, () => engine.rebuild(services, options))
  context.progress.end()
  await describeRunning(stack, engine, context, `${services.join(', ') || stack.name} rebuilt`)
}
