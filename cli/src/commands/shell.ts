import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { runInForeground, terminal } from '../foreground.ts'
import type { ExecFlags } from './exec.ts'

/** Containers differ in the shells that they have; on the local engine it is the person's own. */
const bestShell = 'if command -v bash >/dev/null; then exec bash; else exec sh; fi'

/** A shell where a service runs. */
export async function shell(stack: Stack, service: string, flags: ExecFlags, context: Context) {
  const engine = await chooseEngine(stack, flags.engine)
  const words = engine.name === 'docker' ? ['sh', '-c', bestShell] : [process.env.SHELL || '/bin/sh']
  await runInForeground(await engine.exec(service, words, { terminal: terminal() }), context)
}
