import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { runInForeground, terminal } from '../foreground.ts'

export type ExecFlags = { engine?: string }

/** Runs a command where a service runs: in its container, or with its environment and working directory. */
export async function exec(stack: Stack, service: string, words: string[], flags: ExecFlags, context: Context) {
  const engine = await chooseEngine(stack, flags.engine)
  await runInForeground(await engine.exec(service, words, { terminal: terminal() }), context)
}
