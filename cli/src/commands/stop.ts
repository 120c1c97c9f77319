import type { Context } from '../context.ts'
import { chooseEngine, forgetEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { createJsonProgress } from '../progress.ts'
import { showCommands } from './start.ts'

export type StopFlags = { engine?: string; dryRun?: boolean; json?: boolean }

/** Stops every process or container of an environment; its data stays. */
export async function stop(stack: Stack, flags: StopFlags, context: Context): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  if (flags.dryRun) return showCommands(stack, engine, 'stop', [], flags, context)
  const progress = flags.json ? createJsonProgress(context.print) : context.progress
  await engine.stop({ progress, signal: context.signal })
  forgetEngine(stack)
  progress.end()
  progress.say(`${stack.name} is stopped; its data stays`)
  progress.end()
}
