import type { Context } from '../context.ts'
import { type EnvironmentName, environmentNames, type Stack, stackFor } from '../environments.ts'
import { type DiffFlags, printDiff } from './compose-diff.ts'
import { environmentSource } from './compose-environment.ts'
import { atRevision } from './compose-revision.ts'

/** What one of our environments has otherwise than another, or than itself in a git revision. */
export async function diff(stack: Stack, other: string, flags: DiffFlags, context: Context): Promise<void> {
  const here = environmentSource(stack)
  if (isEnvironment(other)) return printDiff(here, environmentSource(stackFor(other, stack.root)), flags, context)
  await printDiff(atRevision(here, other, stack.root), { ...here, label: `${here.label} as it is` }, flags, context)
}

function isEnvironment(word: string): word is EnvironmentName {
  return (environmentNames as string[]).includes(word)
}
