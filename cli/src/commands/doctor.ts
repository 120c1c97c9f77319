import { existsSync } from 'node:fs'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import type { Context } from '../context.ts'
import { type Examined, examineEnvironment, examineMachine } from '../doctor/examine.ts'
import { makeRedact } from '../doctor/redact.ts'
import { type EnvironmentName, environmentNames, stackFor } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'

export type DoctorFlags = { engine?: string; fix?: boolean; json?: boolean; report?: boolean }

/** Looks at everything that stops people, and names the command that mends it. Exit code 1 when there is a problem. */
export async function doctor(environment: string | undefined, flags: DoctorFlags, context: Context): Promise<void> {
  const names = chooseEnvironments(environment, context.root)
  const redact = makeRedact(context.root)
  const examine = async () => {
    const found = await examineMachine(context)
    for (const name of names)
      found.push(...(await examineEnvironment(stackFor(name, context.root), flags.engine, context)))
    return found.map((finding) => redacted(finding, redact))
  }
  let found = await examine()
  if (flags.fix && (await repair(found, redact, context))) found = await examine()
  if (flags.json) context.print(JSON.stringify({ environments: names, findings: found }, null, 2))
  else if (flags.report) context.print(report(found))
  else context.print(lines(found))
  const problems = found.filter(({ state }) => state === 'problem')
  if (problems.length === 0) return
  const isMendable = problems.some((finding) => finding.repair)
  throw new Failure(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found`, {
    suggestion: isMendable
      ? './cli/ichrisbirch doctor --fix does what is safe; the rest is above'
      : 'the commands above mend them',
  })
}

/** The one that is named, otherwise all that were ever started here, otherwise dev. */
function chooseEnvironments(environment: string | undefined, root: string): EnvironmentName[] {
  const named = environmentNames.filter((name) => name === environment)
  if (named.length > 0) return named
  if (environment !== undefined)
    throw usageFailure(`There is no environment '${environment}'`, `use one of: ${environmentNames.join(', ')}`)
  const known = environmentNames.filter((name) => existsSync(join(stackFor(name, root).stateDirectory, 'secrets')))
  return known.length > 0 ? known : ['dev']
}

async function repair(found: Examined[], redact: (text: string) => string, context: Context): Promise<boolean> {
  const mendable = found.filter(({ state, repair }) => state === 'problem' && repair)
  for (const { place, check, repair } of mendable) {
    context.progress.say(`${place}, ${check}: ${redact((await repair?.()) ?? '')}`)
  }
  if (mendable.length === 0) context.progress.say('There is nothing that can be mended without a person')
  return mendable.length > 0
}

function redacted(finding: Examined, redact: (text: string) => string): Examined {
  return { ...finding, text: redact(finding.text), ...(finding.fix !== undefined && { fix: redact(finding.fix) }) }
}

const marks = { ok: pc.green('✓'), problem: pc.red('✗'), unknown: pc.yellow('?') }

/** A line each; below a problem the command that mends it. */
function lines(found: Examined[]): string {
  const places = [...new Set(found.map(({ place }) => place))]
  return places
    .map((place) => [pc.bold(place), ...found.filter((finding) => finding.place === place).map(line)].join('\n'))
    .join('\n\n')
}

function line({ state, check, text, fix }: Examined): string {
  const told = `  ${marks[state]} ${pc.dim(check.padEnd(12))} ${text}`
  return fix === undefined || state === 'ok' ? told : `${told}\n    ${' '.repeat(12)} Fix: ${fix}`
}

/** Markdown to paste into an issue: the machine in a line, then every finding. */
function report(found: Examined[]): string {
  const memory = (totalmem() / 1024 ** 3).toFixed(1)
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  return [
    `ichrisbirch doctor, ${new Date().toISOString().slice(0, 16)}Z`,
    '',
    `Node.js ${process.versions.node}, ${platform()} ${release()} ${arch()}, ${cpus().length} processors, ${memory} GB`,
    '',
    '| | where | check | found |',
    '| --- | --- | --- | --- |',
    ...found.map(({ state, place, check, text }) => `| ${state} | ${place} | ${check} | ${cell(text)} |`),
  ].join('\n')
}
