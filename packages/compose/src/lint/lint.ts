import type { Place } from '../errors.ts'
import { linesOf } from '../explain-source.ts'
import { type Loaded, loadedFrom } from '../load.ts'
import type { Project } from '../project.ts'
import type { Finding, LintRule } from './finding.ts'
import { GROWING_RULES } from './growing.ts'
import { LAYER_RULES } from './layers.ts'
import { RESOURCE_RULES } from './resources.ts'
import { PRODUCTION_RULES, RUNNING_RULES } from './running.ts'
import { TEXT_RULES } from './texts.ts'
import { TRAP_RULES } from './traps.ts'

export type { Finding, LintRule } from './finding.ts'
export { PRODUCTION_RULES } from './running.ts'

/** The rules for any environment; add PRODUCTION_RULES for the one that people rely on. */
export const RULES: readonly LintRule[] = [
  ...LAYER_RULES,
  ...TRAP_RULES,
  ...TEXT_RULES,
  ...GROWING_RULES,
  ...RESOURCE_RULES,
  ...RUNNING_RULES,
]

/**
 * What in a project's files Compose accepts and nobody means. A comment `# lint-ignore <rule>: <reason>` on the line or the line
 * above it silences a rule there; without a reason it silences nothing.
 */
export function lint(project: Project, rules: readonly LintRule[] = RULES): Finding[] {
  const loaded = loadedFrom(project)
  const suppressed = suppressions(loaded)
  const fileOrder = ({ file }: Place): number => loaded.layers.findIndex((layer) => layer.file === file)
  const findings = rules.flatMap((rule) =>
    [...rule.check(loaded)].map((draft): Finding => ({ rule: rule.name, ...draft })),
  )
  return [...withoutRepeats(findings), ...badSuppressions(loaded)]
    .filter((finding) => !suppressed(finding.rule, finding.at))
    .sort((a, b) => fileOrder(a.at) - fileOrder(b.at) || a.at.line - b.at.line || a.at.column - b.at.column)
}

/** An alias carries one place of writing to several services: it is one finding. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ rule, at, message }) => {
    const key = [rule, at.file, at.line, at.column, message].join('\u0000')
    return !seen.has(key) && seen.add(key)
  })
}

const IGNORE = /#\s*lint-ignore\b\s*([\w-]*)\s*(:?)\s*(\S?)/

function suppressions(loaded: Loaded): (rule: string, at: Place) => boolean {
  return (rule, at) => {
    const lines = linesOf(at.file, loaded)
    return [at.line - 1, at.line - 2].some((index) => {
      const match = IGNORE.exec(lines[index] ?? '')
      return match?.[1] === rule && match[2] === ':' && match[3] !== ''
    })
  }
}

/** A comment that silences nothing looks as if it did. */
function badSuppressions(loaded: Loaded): Finding[] {
  const known = new Set([...RULES, ...PRODUCTION_RULES].map(({ name }) => name))
  return [...new Set(loaded.layers.map(({ file }) => file))].flatMap((file) =>
    linesOf(file, loaded).flatMap((text, index): Finding[] => {
      const match = IGNORE.exec(text)
      const [, rule = '', colon, reason] = match ?? []
      if (!match || (known.has(rule) && colon === ':' && reason !== '')) return []
      return [
        {
          rule: 'bad-ignore',
          at: { file, line: index + 1, column: match.index + 1 },
          path: '',
          message: known.has(rule) ? 'this silences nothing without a reason' : `there is no rule "${rule}"`,
          suggestion: 'Write # lint-ignore <rule>: <reason>.',
        },
      ]
    }),
  )
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
