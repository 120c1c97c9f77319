import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../../failure.ts'
import type { Mood, Progress } from '../../progress.ts'
import type { RunOptions } from '../engine.ts'
import { type Container, containersOf, serviceOf } from './containers.ts'

const pauseMs = 500

/** Shows what the containers are doing while `docker compose up --wait` says nothing, until told that it has ended. */
export async function watchContainers(project: string, progress: Progress, ended: AbortSignal): Promise<void> {
  const show = async () => {
    const containers = await containersOf(project).catch((error: unknown) => {
      if (error instanceof Failure) return [] // the engine went away: Compose says so, and is listened to
      throw error
    })
    for (const container of containers) progress.show(serviceOf(container), ...describe(container))
  }
  while (!ended.aborted) {
    await show()
    await delay(pauseMs, undefined, { signal: ended }).catch(() => {}) // the abort ends the loop
  }
  await show()
}

function describe({ State }: Container): [string, Mood] {
  if (State.Status === 'running') {
    if (State.Health?.Status === 'unhealthy') return ['unhealthy', 'bad']
    if (State.Health?.Status === 'starting') return ['waits to be healthy', 'busy']
    return [State.Health ? 'healthy' : 'running', 'good']
  }
  // What has a health check runs until it is stopped; what has none and ended with 0 was a one-shot.
  if (State.Status === 'exited' && State.Health) return ['not started yet', 'idle']
  if (State.Status === 'exited' && State.ExitCode === 0) return ['done', 'good']
  if (State.Status === 'exited') return [`ended with code ${State.ExitCode}`, 'bad']
  return State.Status === 'created' ? ['waits for what it depends on', 'idle'] : [State.Status, 'busy']
}

/** Compose's own plain lines, " Container ichrisbirch-dev-api-1  Stopped". */
export function showLine(options: RunOptions): (line: string) => void {
  return (line) => {
    const match = /Container \S*?-([a-z]+)-\d+\s+(\w+)/.exec(line)
    if (match?.[1] && match[2])
      options.progress.show(match[1], match[2].toLowerCase(), match[2].endsWith('ing') ? 'busy' : 'idle')
  }
}
