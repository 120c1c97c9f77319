import type { Project } from '@ichrisbirch/compose/project'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { findProject, loadSource, type ProjectFlags, type Source } from './compose-project.ts'

export type ConfigFlags = { format?: string; json?: boolean; origin?: boolean; reveal?: boolean }

/** `compose config`: anybody's files, rendered. */
export async function composeConfig(
  services: string[],
  flags: ProjectFlags & ConfigFlags,
  context: Context,
): Promise<void> {
  checkFormat(flags)
  await printConfig(await findProject(flags), services, flags, context)
}

/** The rendered model as a compose file, with secrets hidden unless they are asked for. */
export async function printConfig(
  source: Source,
  services: string[],
  flags: ConfigFlags,
  context: Context,
): Promise<void> {
  checkFormat(flags)
  const project = await loadSource(source)
  const { redactProject } = await import('@ichrisbirch/compose/redact')
  const shown = only(services, flags.reveal ? project : redactProject(project))
  if (flags.json || flags.format === 'json') {
    // As `docker compose config` prints it: doubled, so that it is a compose file again.
    return context.print(JSON.stringify(shown, null, 2).replaceAll('$', '$$$$'))
  }
  const { originOf, projectYaml } = await import('@ichrisbirch/compose/explain-yaml')
  context.print(projectYaml(shown, flags.origin ? originOf(project) : undefined).trimEnd())
}

function checkFormat({ format }: ConfigFlags): void {
  if (format === undefined || format === 'yaml' || format === 'json') return
  throw usageFailure(`There is no format '${format}'`, 'use --format yaml or --format json')
}

/** The services named, and nothing of the others; everything when none is named. */
function only(services: string[], project: Project): Project {
  if (services.length === 0) return project
  const known = Object.keys(project.services)
  const unknown = services.find((name) => !known.includes(name))
  if (unknown !== undefined) throw usageFailure(`There is no service '${unknown}'`, `there are: ${known.join(', ')}`)
  const chosen = Object.fromEntries(Object.entries(project.services).filter(([name]) => services.includes(name)))
  return { name: project.name, services: chosen }
}
