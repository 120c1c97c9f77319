import type { Context } from '../context.ts'
import { chooseEngine, forgetEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'

/** Stops every process or container of an environment; its data stays. */
export async function stop(stack: Stack, flags: { engine?: string }, context: Context): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  await engine.stop({ progress: context.progress, signal: context.signal })
  forgetEngine(stack)
  context.progress.end()
  context.progress.say(`${stack.name} is stopped; its data stays`)
}
