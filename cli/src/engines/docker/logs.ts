import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../../failure.ts'
import type { LogLine, LogOptions } from '../engine.ts'
import { type Container, containersOf, serviceOf } from './containers.ts'
import { ContainerLog } from './container-log.ts'

/** The lines of several containers come as they come: those of one moment are put in the order of time. */
const windowMs = 100
/** How often it is looked which containers there are: a service may be started again, or made anew. */
const lookMs = 500

/** From the engine, container by container, each with the place up to which it was read: nothing is lost or repeated. */
export async function* readLogs(project: string, options: LogOptions): AsyncIterable<LogLine> {
  const logs = new Map<string, ContainerLog>()
  const begin: LogLine[] = []
  for (const container of await wantedContainers(project, options)) {
    const log = new ContainerLog(container)
    logs.set(container.Id, log)
    begin.push(...lastOf(await log.readAll(options), options))
  }
  yield* inOrder(begin)
  if (!options.follow) return
  const lines: LogLine[] = []
  const looking = lookAfter(project, options, logs, (line) => {
    if (options.matches?.(line) ?? true) lines.push(line)
  })
  while (!options.signal.aborted) {
    await delay(windowMs, undefined, { signal: options.signal }).catch(() => {}) // the abort ends the loop
    yield* inOrder(lines.splice(0))
  }
  await looking
}

/** Keeps following what runs, until the reader has enough; an engine that is restarted is waited for. */
async function lookAfter(
  project: string,
  options: LogOptions,
  logs: Map<string, ContainerLog>,
  take: (line: LogLine) => void,
): Promise<void> {
  while (!options.signal.aborted) {
    const containers = await wantedContainers(project, options).catch((error: unknown) => {
      if (error instanceof Failure) return [] // the engine is away: asked again
      throw error
    })
    for (const container of containers) {
      const log = logs.get(container.Id) ?? new ContainerLog(container)
      logs.set(container.Id, log)
      log.follow(container, take)
    }
    await delay(lookMs, undefined, { signal: options.signal }).catch(() => {}) // the abort ends the loop
  }
  for (const log of logs.values()) log.close()
}

async function wantedContainers(project: string, { services }: LogOptions): Promise<Container[]> {
  const containers = await containersOf(project)
  return containers.filter((container) => services.length === 0 || services.includes(serviceOf(container)))
}

function lastOf(lines: LogLine[], { tail, matches }: LogOptions): LogLine[] {
  const wanted = inOrder(matches ? lines.filter(matches) : lines)
  return wanted.slice(Math.max(0, wanted.length - tail))
}

function inOrder(lines: LogLine[]): LogLine[] {
  return lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
}
