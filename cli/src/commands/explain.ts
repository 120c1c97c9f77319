import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'
import { environmentSource } from './compose-environment.ts'
import { type ExplainFlags, printExplanation } from './compose-explain.ts'

/** Why a value of one of our environments is what it is. */
export async function explain(stack: Stack, path: string, flags: ExplainFlags, context: Context): Promise<void> {
  await printExplanation(environmentSource(stack), path, flags, context)
}
