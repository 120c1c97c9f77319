import type { Mood, Progress } from '../../progress.ts'
import { type Container, containersOf, serviceOf } from './containers.ts'

const pauseMs = 500

/** Shows what the containers are doing while `docker compose up --wait` says nothing. Returns what ends it. */
export function watchContainers(project: string, progress: Progress): () => Promise<void> {
  let isWatching = true
  const watching = (async () => {
    while (isWatching) {
      for (const container of await containersOf(project)) progress.show(serviceOf(container), ...describe(container))
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    for (const container of await containersOf(project)) progress.show(serviceOf(container), ...describe(container))
  })()
  return async () => {
    isWatching = false
    await watching
  }
}

function describe({ State }: Container): [string, Mood] {
  if (State.Status === 'running') {
    if (State.Health?.Status === 'unhealthy') return ['unhealthy', 'bad']
    if (State.Health?.Status === 'starting') return ['waits to be healthy', 'busy']
    return [State.Health ? 'healthy' : 'running', 'good']
  }
  if (State.Status === 'exited' && State.ExitCode === 0) return ['done', 'good']
  if (State.Status === 'exited') return [`ended with code ${State.ExitCode}`, 'bad']
  return State.Status === 'created' ? ['waits for what it depends on', 'idle'] : [State.Status, 'busy']
}
