import type { Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'
import { readable } from '../../log-lines.ts'
import { type Outcome, runDocker } from './command.ts'
import { type Container, containersOf, lastOutput, serviceOf } from './containers.ts'

const shownLines = 30

/** `up --wait` says only that something was not healthy: names what, with its check's and its own last words. */
export async function upFailure(stack: Stack, project: string, outcome: Outcome, seconds: number): Promise<Failure> {
  const containers = await containersOf(project)
  const culprit = containers.find(hasFailed) ?? containers.find(isUnfinished)
  if (!culprit) return composeFailure('The containers could not be started', outcome.stderr)
  const service = serviceOf(culprit)
  const others = containers.filter((container) => container !== culprit && hasFailed(container))
  return new Failure(message(service, culprit, seconds), {
    reason: reason(culprit) || lastLine(outcome.stderr),
    details: await lastWords([culprit, ...others]),
    suggestion:
      `read all of it with "./cli/ichrisbirch ${stack.name} logs ${service}", correct the cause, then start again ` +
      `(the others keep running until "./cli/ichrisbirch ${stack.name} stop")`,
  })
}

/** The last lines of each; with its name above them where there are several. */
async function lastWords(containers: Container[]): Promise<string[]> {
  const parts = containers.map(async (container) => {
    const { stdout, stderr } = await runDocker(['logs', '--timestamps', '--tail', String(shownLines), container.Id])
    // Two streams, put into the order of time, which each line begins with.
    const lines = `${stdout}${stderr}`
      .split('\n')
      .filter(Boolean)
      .sort()
      .slice(-shownLines)
      .map((line) => line.replace(/^\S+ ?/, ''))
    return [
      ...(containers.length > 1 ? [`${serviceOf(container)}:`] : []),
      ...lines.flatMap((line) => readable(line).split('\n')),
    ]
  })
  return (await Promise.all(parts)).flat()
}

function message(service: string, container: Container, seconds: number): string {
  const { State } = container
  if (keepsEnding(container)) return `${service} could not be started`
  if (State.Health?.Status === 'unhealthy' && State.Status === 'running') return `${service} is unhealthy`
  if (State.Status === 'running') return `${service} was not healthy after ${seconds} s`
  return `${service} could not be started`
}

function reason(container: Container): string {
  const { Status, ExitCode, Error: error, Health } = container.State
  if (keepsEnding(container)) return `it ended ${container.RestartCount} times before it was healthy`
  if (Status === 'running' && Health) return `its health check says: ${lastOutput(container)}`
  return error || `it ended with code ${ExitCode}${Status === 'restarting' ? ', again and again' : ''}`
}

/** Started again and not healthy yet: the restart policy is at work. */
function keepsEnding({ State, RestartCount }: Container): boolean {
  return State.Status === 'running' && RestartCount > 0 && State.Health?.Status === 'starting'
}

function hasFailed(container: Container): boolean {
  const { State, RestartCount } = container
  if (State.Status === 'running') return State.Health?.Status === 'unhealthy' || keepsEnding(container)
  return (
    State.Status === 'restarting' ||
    State.Error !== '' ||
    RestartCount > 2 ||
    (State.Status === 'exited' && State.ExitCode !== 0)
  )
}

function isUnfinished({ State }: Container): boolean {
  return State.Status === 'running' && State.Health !== undefined && State.Health.Status !== 'healthy'
}

export function buildFailure(outcome: Outcome): Failure {
  return new Failure('The image could not be built', {
    reason: lastLine(outcome.stderr),
    details: outcome.stderr.trimEnd().split('\n').slice(-shownLines),
    suggestion: 'correct what it says, then run this again',
  })
}

export function composeFailure(what: string, stderr: string): Failure {
  return new Failure(what, {
    reason: lastLine(stderr),
    details: stderr.trimEnd().split('\n').slice(-5, -1),
    suggestion: 'correct what Docker Compose says, then run this again',
  })
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'Docker Compose gave no reason'
}

/** The same failure with one more fact behind its reason. */
export function withNote(error: unknown, note: string): unknown {
  if (!(error instanceof Failure)) return error
  const { message, reason, suggestion, details, exitCode } = error
  return new Failure(message, {
    reason: [reason, note].filter(Boolean).join('; '),
    details,
    exitCode,
    cause: error,
    ...(suggestion && { suggestion }),
  })
}
