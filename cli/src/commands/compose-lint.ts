import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Edit } from '@ichrisbirch/compose/lint/fix'
import type { Finding } from '@ichrisbirch/compose/lint/lint'
import type { Project } from '@ichrisbirch/compose/load'
import type { Context } from '../context.ts'
import { exitCodes, Failure } from '../failure.ts'
import { paint, terminalWidth } from './compose-explain.ts'
import { findProject, loadSource, type ProjectFlags, realFile, reader, type Source } from './compose-project.ts'

export type LintFlags = { json?: boolean; production?: boolean; fix?: boolean; rules?: boolean }

/** `compose lint`: what Compose accepts and nobody means. Ends with exit code 1 when something is found. */
export async function composeLint(flags: ProjectFlags & LintFlags, context: Context): Promise<void> {
  const { lint, PRODUCTION_RULES, RULES } = await import('@ichrisbirch/compose/lint/lint')
  const { FIXABLE, fixOf } = await import('@ichrisbirch/compose/lint/fix')
  const { lintText, rulesText } = await import('@ichrisbirch/compose/lint/lint-text')
  const width = terminalWidth()
  if (flags.rules) return context.print(rulesText([...RULES, ...PRODUCTION_RULES], FIXABLE, width))
  const rules = flags.production ? [...RULES, ...PRODUCTION_RULES] : RULES

  let source = await findProject(flags)
  let project = await loadSource(source)
  let findings = lint(project, rules)
  if (flags.fix) {
    const corrected = await fixAll(source, project, (each) => lint(each, rules))
    for (const file of corrected) context.progress.say(`Corrected ${file}`)
    if (corrected.length > 0) {
      source = { ...source, options: { ...source.options, readFile: reader(process.cwd()) } }
      project = await loadSource(source)
      findings = lint(project, rules)
    }
  }
  const fixable = new Set(findings.filter((finding) => fixOf(finding, project).length > 0))
  const isFixable = (finding: Finding): boolean => fixable.has(finding)
  if (flags.json) {
    context.print(JSON.stringify({ findings: findings.map((each) => asJson(each, rules, isFixable(each))) }, null, 2))
  } else if (findings.length > 0) {
    const { redactLine } = await import('@ichrisbirch/compose/redact')
    const lineOf = (file: string, line: number): string | undefined => {
      const text = source.options.readFile(file)?.split('\n')[line - 1]?.trimEnd()
      return text === undefined ? undefined : redactLine(text)
    }
    context.print(lintText(findings, { lineOf, isFixable, rules, width, paint }))
  } else context.print(`Nothing found in ${source.label}`)
  if (findings.length > 0) throw foundFailure(findings, fixable.size)
}

function foundFailure(findings: Finding[], fixable: number): Failure {
  const files = new Set(findings.map(({ at }) => at.file)).size
  const keep = '"# lint-ignore <rule>: <reason>" on a line keeps what is meant there'
  return new Failure(
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${files} ${files === 1 ? 'file' : 'files'}`,
    {
      suggestion:
        fixable > 0 ? `--fix corrects ${fixable === findings.length ? 'all of them' : fixable}; ${keep}` : keep,
      exitCode: exitCodes.failed,
    },
  )
}

function asJson({ at, ...finding }: Finding, rules: readonly { name: string; summary: string }[], fixable: boolean) {
  return { ...at, ...finding, why: rules.find(({ name }) => name === finding.rule)?.summary, fixable }
}

/** Corrections can show, or allow, another one: until nothing changes. Answers with the files that were written. */
async function fixAll(source: Source, first: Project, lint: (project: Project) => Finding[]): Promise<string[]> {
  const { applyEdits, fixOf } = await import('@ichrisbirch/compose/lint/fix')
  const texts = new Map<string, string>()
  const readFile = (path: string): string | undefined => texts.get(path) ?? source.options.readFile(path)
  let project = first
  for (let round = 0; round < 10; round++) {
    const edits = lint(project).flatMap((finding) => fixOf(finding, project))
    if (edits.length === 0) break
    for (const [file, own] of byFile(edits)) texts.set(file, applyEdits(readFile(file) ?? '', own))
    // Rendered before anything is written: a correction that Compose would refuse is none.
    project = await loadSource({ ...source, options: { ...source.options, readFile } })
  }
  const changed = [...texts].filter(([file, text]) => text !== source.options.readFile(file))
  for (const [file, text] of changed) replaceFile(realFile(file), text)
  return changed.map(([file]) => file)
}

function byFile(edits: Edit[]): Map<string, Edit[]> {
  const files = new Map<string, Edit[]>()
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit])
  return files
}

/** Under another name first: whoever reads it meanwhile, or an interruption, never finds half a file. */
function replaceFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${process.pid}.ichrisbirch-lint`)
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    chmodSync(temporary, statSync(path).mode)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
