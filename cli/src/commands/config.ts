import type { Json } from '@ichrisbirch/compose/output'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'

/** The rendered model, with what could be a secret taken out. */
export async function config(
  stack: Stack,
  flags: { engine?: string; json?: boolean },
  context: Context,
): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  // Loaded only here: packages/compose is not needed to answer other verbs.
  const { redact } = await import('@ichrisbirch/compose/redact')
  const model = redact((await engine.config()) as Json)
  if (flags.json) return context.print(JSON.stringify(model, null, 2))
  const { stringify } = await import('yaml')
  context.print(stringify(model, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd())
}
