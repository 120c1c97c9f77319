import type { Place } from '../errors.ts'
import { type Loaded, loadedFrom } from '../load.ts'
import type { Project } from '../project.ts'
import type { Finding, LintRule } from './finding.ts'
import { LAYER_RULES } from './layers.ts'
import { RUNNING_RULES } from './running.ts'
import { TRAP_RULES } from './traps.ts'

export type { Finding, LintRule } from './finding.ts'
export { PRODUCTION_RULES } from './running.ts'

/** The rules for any environment; add PRODUCTION_RULES for the one that people rely on. */
export const RULES: readonly LintRule[] = [...LAYER_RULES, ...TRAP_RULES, ...RUNNING_RULES]

/**
 * What in a project's files Compose accepts and nobody means. A comment `# lint-ignore <rule>: <reason>` on the line or the line
 * above it silences a rule there; without a reason it silences nothing.
 */
export function lint(project: Project, rules: readonly LintRule[] = RULES): Finding[] {
  const loaded = loadedFrom(project)
  const suppressed = suppressions(loaded)
  const findings = rules.flatMap((rule) =>
    [...rule.check(loaded)].map((draft): Finding => ({ rule: rule.name, ...draft })),
  )
  return withoutRepeats(findings)
    .filter((finding) => !suppressed(finding.rule, finding.at))
    .sort((a, b) => order(a.at, b.at))
}

function order(a: Place, b: Place): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1
}

/** An alias carries one place of writing to several services: it is one finding. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ rule, at, message }) => {
    const key = [rule, at.file, at.line, at.column, message].join('\u0000')
    return !seen.has(key) && seen.add(key)
  })
}

function suppressions({ layers, options }: Loaded): (rule: string, at: Place) => boolean {
  const lines = new Map<string, string[]>()
  for (const { file } of layers) lines.set(file, (options.readFile(file) ?? '').split('\n'))
  return (rule, at) =>
    [at.line - 1, at.line - 2].some((index) => {
      const match = /#\s*lint-ignore\s+([\w-]+)\s*:\s*\S/.exec(lines.get(at.file)?.[index] ?? '')
      return match?.[1] === rule
    })
}

/** A volume, by its final name, that more than one of several environments mounts: they would share their data. */
export interface SharedVolume {
  volume: string
  environments: string[]
}

/** Volumes that environments share. External ones count: that they are outside does not keep the data apart. */
export function sharedVolumes(projects: Record<string, Project>): SharedVolume[] {
  const users = new Map<string, string[]>()
  for (const [environment, project] of Object.entries(projects)) {
    for (const { name } of Object.values(project.volumes ?? {}))
      users.set(name, [...(users.get(name) ?? []), environment])
  }
  return [...users]
    .filter(([, environments]) => environments.length > 1)
    .map(([volume, environments]) => ({ volume, environments }))
}
