import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../../environments.ts'
import { Failure, interrupted } from '../../failure.ts'
import { isAlive } from '../../processes.ts'
import type { Mood, Progress } from '../../progress.ts'
import type { StartOptions } from '../engine.ts'
import { lastLines } from './log-reader.ts'
import { isReady, logFile, readState, type ServiceState, type State } from './state.ts'

const pollMs = 25
const shownLines = 30
/** Crashing this often before it was healthy once is no slow start: a person need not wait for the deadline. */
const tooManyRestarts = 3

/** Waits on the supervisor's word until every service is ready; fails with the culprit's own words. */
export async function waitUntilReady(
  stack: Stack,
  supervisorPid: number,
  options: Pick<StartOptions, 'progress' | 'signal' | 'deadlineSeconds'>,
): Promise<void> {
  const giveUp = performance.now() + options.deadlineSeconds * 1000
  options.progress.allow?.(options.deadlineSeconds)
  for (;;) {
    if (options.signal.aborted) throw interrupted('the start was stopped before every service was healthy')
    const state = readState(stack.stateDirectory)
    const isOurs = state?.supervisor.pid === supervisorPid
    if (state && isOurs) {
      showServices(state, options.progress)
      if (state.services.every(isReady)) return
      const culprits = state.services.filter(hasFailed)
      if (culprits.length > 0) throw culpritFailure(stack, culprits)
      if (!isAlive(state.supervisor)) throw supervisorFailure(stack)
      if (performance.now() > giveUp) throw deadlineFailure(stack, state, options.deadlineSeconds)
    } else if (!isRunning(supervisorPid)) {
      throw supervisorFailure(stack)
    }
    await delay(pollMs)
  }
}

/** Waits only until the supervisor has written its first state: from then on others can see what it does. */
export async function untilSupervised(stack: Stack, supervisorPid: number): Promise<void> {
  while (readState(stack.stateDirectory)?.supervisor.pid !== supervisorPid) {
    if (!isRunning(supervisorPid)) throw supervisorFailure(stack)
    await delay(pollMs)
  }
}

function showServices(state: State, progress: Progress): void {
  for (const service of state.services) {
    if (service.phase === 'skipped') continue
    const [text, mood] = describe(service)
    progress.show(service.name, text, mood)
  }
}

function describe(service: ServiceState): [string, Mood] {
  if (service.phase === 'done') return ['done', 'good']
  if (isReady(service)) return [service.health === 'none' ? 'running' : 'healthy', 'good']
  if (service.phase === 'waiting') return [service.detail ?? 'waits', service.restarts > 0 ? 'busy' : 'idle']
  if (service.phase === 'failed') return [service.detail ?? 'failed', 'bad']
  if (service.phase === 'running') return [service.health === 'unhealthy' ? 'unhealthy' : 'waits to be healthy', 'busy']
  return [service.phase, 'busy']
}

function describeObstacle(service: ServiceState): string {
  const probe = service.phase === 'running' && service.lastProbe ? ` (its check says: ${service.lastProbe})` : ''
  return `${service.name}: ${describe(service)[0]}${probe}`
}

function hasFailed(service: ServiceState): boolean {
  if (service.phase === 'failed' || service.health === 'unhealthy') return true
  return !service.hasBeenHealthy && service.restarts >= tooManyRestarts
}

/** The last lines of each; with its name above them where there are several. */
function lastWords(stack: Stack, services: ServiceState[]): string[] {
  return services.flatMap(({ name }) => [
    ...(services.length > 1 ? [`${name}:`] : []),
    ...lastLines(stack.stateDirectory, name, shownLines),
  ])
}

function culpritFailure(stack: Stack, culprits: ServiceState[]): Failure {
  const service = culprits[0] as ServiceState
  const isUnhealthy = service.health === 'unhealthy'
  const reason = isUnhealthy ? `its health check says: ${service.lastProbe}` : (service.detail ?? 'it did not stay up')
  return new Failure(`${service.name} ${isUnhealthy ? 'is unhealthy' : 'could not be started'}`, {
    reason,
    details: lastWords(stack, culprits),
    suggestion:
      `read all of it with "./cli/ichrisbirch ${stack.name} logs ${service.name}", correct the cause, then start again ` +
      `(the others keep running until "./cli/ichrisbirch ${stack.name} stop")`,
  })
}

function deadlineFailure(stack: Stack, state: State, seconds: number): Failure {
  const waiting = state.services.filter((service) => !isReady(service))
  const begun = waiting.filter((service) => service.phase !== 'waiting')
  return new Failure(`Not everything was healthy after ${seconds} s`, {
    reason: waiting.map(describeObstacle).join('; '),
    details: lastWords(stack, begun.length > 0 ? begun : waiting.slice(0, 1)),
    suggestion: `wait longer with --wait ${seconds * 2}, or read "./cli/ichrisbirch ${stack.name} logs"`,
  })
}

function supervisorFailure(stack: Stack): Failure {
  const file = logFile(stack.stateDirectory, 'supervisor')
  return new Failure('The supervisor of the services ended unexpectedly', {
    details: readFileSync(file, 'utf8').trim().split('\n').slice(-shownLines),
    reason: `its own words are in ${file}`,
    suggestion: `start again: ./cli/ichrisbirch ${stack.name} start`,
  })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
