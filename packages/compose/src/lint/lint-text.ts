import { cut, type Paint, PLAIN, wrap } from '../explain-text.ts'
import type { Finding, LintRule } from './finding.ts'

/** How findings are shown. */
export interface LintTextOptions {
  /** The text of a line of a file; what could be a secret is the caller's to hide. */
  lineOf: (file: string, line: number) => string | undefined
  /** Whether `--fix` corrects it. */
  isFixable: (finding: Finding) => boolean
  rules: readonly LintRule[]
  width?: number
  paint?: Paint
}

/** Findings as text for a terminal, grouped by file: the line itself, why it bites, and the smallest correct edit. */
export function lintText(findings: readonly Finding[], options: LintTextOptions): string {
  const { paint = PLAIN, width = 80 } = options
  const files = [...new Set(findings.map(({ at }) => at.file))]
  const lines = files.flatMap((file) => [
    paint.strong(file),
    ...findings
      .filter(({ at }) => at.file === file)
      .flatMap((finding) => [...findingLines(finding, { ...options, paint, width }), '']),
  ])
  return lines.join('\n').trimEnd()
}

function findingLines(
  finding: Finding,
  { lineOf, isFixable, rules, paint, width }: LintTextOptions & { paint: Paint; width: number },
): string[] {
  const { at, rule, message, suggestion, path } = finding
  const number = String(at.line)
  const margin = ' '.repeat(number.length)
  const summary = rules.find(({ name }) => name === rule)?.summary
  const lines = [
    `  ${at.line}:${at.column}  ${paint.bad(rule)}${path === '' ? '' : paint.quiet(`  ${path}`)}`,
    ...wrap(message, width - 6).map((line) => `      ${line}`),
  ]
  const source = lineOf(at.file, at.line)
  if (source !== undefined) {
    lines.push(`    ${paint.quiet(`${number} |`)} ${cut(source, width - number.length - 8)}`)
    if (at.column < width - 12)
      lines.push(`    ${paint.quiet(`${margin} |`)} ${' '.repeat(at.column - 1)}${paint.bad('^')}`)
  }
  if (summary) lines.push(...labelled('rule', summary, width).map(paint.quiet))
  lines.push(...labelled(isFixable(finding) ? '--fix' : 'edit', suggestion, width))
  return lines
}

function labelled(label: string, text: string, width: number): string[] {
  const [first = '', ...rest] = wrap(text, width - 13)
  return [`      ${label.padEnd(5)}  ${first}`, ...rest.map((line) => `             ${line}`)]
}

/** The rules as text: each name with what it is about. */
export function rulesText(rules: readonly LintRule[], fixable: ReadonlySet<string>, width = 80): string {
  const longest = Math.max(...rules.map(({ name }) => name.length))
  return rules
    .flatMap(({ name, summary }) => {
      const [first = '', ...rest] = wrap(`${summary}${fixable.has(name) ? ' (--fix)' : ''}`, width - longest - 2)
      return [`${name.padEnd(longest)}  ${first}`, ...rest.map((line) => `${' '.repeat(longest)}  ${line}`)]
    })
    .join('\n')
}
