import pc from 'picocolors'
import type { Paint } from '@ichrisbirch/compose/explain-text'
import type { Context } from '../context.ts'
import { Failure, exitCodes } from '../failure.ts'
import { findProject, loadSource, type ProjectFlags, type Source } from './compose-project.ts'

export type ExplainFlags = { json?: boolean; reveal?: boolean }

/** `compose explain`: why a value of anybody's files is what it is. */
export async function composeExplain(
  path: string,
  flags: ProjectFlags & ExplainFlags,
  context: Context,
): Promise<void> {
  await printExplanation(await findProject(flags), path, flags, context)
}

export async function printExplanation(
  source: Source,
  path: string,
  flags: ExplainFlags,
  context: Context,
): Promise<void> {
  const project = await loadSource(source)
  const { explain } = await import('@ichrisbirch/compose/explain')
  const { knownSecrets, redactExplanation } = await import('@ichrisbirch/compose/redact')
  const found = refusedAsUsage(() => explain(project, path))
  const shown = flags.reveal ? found : redactExplanation(found, knownSecrets(project))
  if (flags.json) return context.print(JSON.stringify(shown, null, 2))
  const { explanationText } = await import('@ichrisbirch/compose/explain-text')
  context.print(
    explanationText(shown, {
      width: terminalWidth(),
      paint,
      sourceOf: ({ name, from }) => (from === 'environment' ? source.given[name] : undefined),
    }),
  )
}

/** What a terminal says, or COLUMNS; a pipe takes longer lines. */
export function terminalWidth(): number {
  return process.stdout.columns ?? (Number(process.env.COLUMNS) || 100)
}

/** Colours where the terminal has them and nobody said NO_COLOR. */
export const paint: Paint = { strong: pc.bold, quiet: pc.dim, good: pc.cyan, bad: pc.red }

/** A path that leads nowhere is a mistake in the command, not in the files. */
function refusedAsUsage<T>(ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    if ((error as Error).name !== 'ComposeError') throw error
    const { message, suggestion } = error as Error & { suggestion?: string }
    throw new Failure(message, { ...(suggestion ? { suggestion } : {}), exitCode: exitCodes.usage, cause: error })
  }
}
