import type { Difference } from '@ichrisbirch/compose/diff'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { paint, terminalWidth } from './compose-explain.ts'
import { findProject, loadSource, type ProjectFlags, type Source } from './compose-project.ts'
import { atRevision } from './compose-revision.ts'

export type DiffFlags = { json?: boolean; reveal?: boolean }

/** `compose diff`: two lists of files, or one as it is and as it was. */
export async function composeDiff(
  revision: string | undefined,
  flags: ProjectFlags & DiffFlags & { against?: string[] },
  context: Context,
): Promise<void> {
  const here = await findProject(flags)
  if (revision !== undefined && flags.against === undefined) {
    return printDiff(
      atRevision(here, revision, process.cwd()),
      { ...here, label: `${here.label} as it is` },
      flags,
      context,
    )
  }
  if (revision !== undefined || flags.against === undefined) {
    throw usageFailure(
      'What shall it be compared with?',
      'name a git revision (compose diff HEAD~1), or the layers of the other side (--against base.yml --against prod.yml)',
    )
  }
  const there = await findProject({ ...flags, file: flags.against })
  return printDiff(here, there, flags, context)
}

/** What the second has otherwise than the first, by service and field, with the layer that is responsible. */
export async function printDiff(before: Source, after: Source, flags: DiffFlags, context: Context): Promise<void> {
  const [left, right] = [await loadSource(before), await loadSource(after)]
  const { diff } = await import('@ichrisbirch/compose/diff')
  const { knownSecrets, redactDifference } = await import('@ichrisbirch/compose/redact')
  const known = [...knownSecrets(left), ...knownSecrets(right)]
  const found = diff(left, right)
  const shown: Difference[] = flags.reveal ? found : found.map((each) => redactDifference(each, known))
  if (flags.json) {
    return context.print(JSON.stringify({ before: before.label, after: after.label, differences: shown }, null, 2))
  }
  const { diffText } = await import('@ichrisbirch/compose/diff-text')
  const width = terminalWidth()
  context.print(diffText(shown, { before: before.label, after: after.label, width, paint }))
}
