import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { runInForeground, terminal } from '../foreground.ts'
import type { ExecFlags } from './exec.ts'

/** Runs one command in surroundings like a service's, made for it and gone afterwards. */
export async function run(stack: Stack, service: string, words: string[], flags: ExecFlags, context: Context) {
  const engine = await chooseEngine(stack, flags.engine)
  await runInForeground(await engine.runOnce(service, words, { terminal: terminal() }), context)
}
