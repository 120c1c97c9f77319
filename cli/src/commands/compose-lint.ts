import type { Context } from '../context.ts'
import { findProject, loadSource, type ProjectFlags } from './compose-project.ts'

export type LintFlags = { json?: boolean; production?: boolean }

/** `compose lint`: what Compose accepts and nobody means. */
export async function composeLint(flags: ProjectFlags & LintFlags, context: Context): Promise<void> {
  const project = await loadSource(await findProject(flags))
  const { lint, PRODUCTION_RULES, RULES } = await import('@ichrisbirch/compose/lint/lint')
  context.print(JSON.stringify(lint(project, flags.production ? [...RULES, ...PRODUCTION_RULES] : RULES), null, 2))
}
