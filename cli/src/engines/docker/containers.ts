import type { Stack } from '../../environments.ts'
import { hostNamesOf, webAddress } from '../../host-names.ts'
import type { ServiceStatus } from '../engine.ts'
import { askEngine, engineFailure } from './api.ts'

/** What `docker inspect` says of a container, as far as we read it. */
export type Container = {
  Id: string
  /** With a slash before it. */
  Name: string
  /** The image by its id, whatever its name means by now. */
  Image: string
  Config: { Labels: Record<string, string>; Image: string }
  State: {
    Status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
    ExitCode: number
    Error: string
    StartedAt: string
    FinishedAt: string
    Running: boolean
    Pid: number
    Health?: { Status: 'starting' | 'healthy' | 'unhealthy'; Log?: { Output: string }[] }
  }
  RestartCount: number
  NetworkSettings: { Ports: Record<string, { HostIp: string; HostPort: string }[] | null> }
}

/** The containers of a project, from the engine itself: no file of ours is read, and none can be out of date. */
export async function containersOf(project: string | undefined): Promise<Container[]> {
  if (project === undefined) return []
  const label = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${project}`] }))
  try {
    const listed = (await askEngine<{ Id: string }[]>(`/containers/json?all=1&filters=${label}`)) ?? []
    const found = await Promise.all(listed.map(({ Id }) => askEngine<Container>(`/containers/${Id}/json`)))
    return found
      .filter((container) => container !== undefined) // removed between the two questions
      .filter((container) => container.Config.Labels['com.docker.compose.oneoff'] !== 'True')
      .sort((a, b) => (serviceOf(a) < serviceOf(b) ? -1 : 1))
  } catch (error) {
    throw engineFailure((error as Error).message, error)
  }
}

export const serviceOf = (container: Container) => container.Config.Labels['com.docker.compose.service'] ?? ''

export function publishedPort(container: Container | undefined, target: number): number | undefined {
  const binding = container?.NetworkSettings.Ports[`${target}/tcp`]?.[0]
  return binding ? Number(binding.HostPort) : undefined
}

export function containerStatus(stack: Stack, containers: Container[]): ServiceStatus[] {
  const tlsPort = publishedPort(
    containers.find((container) => serviceOf(container) === 'traefik'),
    443,
  )
  const hostNames = hostNamesOf(stack)
  return containers.map((container) => {
    const service = serviceOf(container)
    const hostName = service === 'traefik' ? hostNames.dashboard : hostNames[service]
    const [own] = Object.values(container.NetworkSettings.Ports).flatMap((bindings) => bindings ?? [])
    const direct = own ? `${own.HostIp === '0.0.0.0' ? '127.0.0.1' : own.HostIp}:${own.HostPort}` : null
    return {
      service,
      ...stateOf(container),
      restarts: container.RestartCount,
      runs: `${container.Config.Image} (${container.Image.replace('sha256:', '').slice(0, 12)})`,
      speaks: container.State.Running && (hostName || own) ? languageOf(container) : null,
      address: hostName && tlsPort ? webAddress(hostName, tlsPort) : direct,
    }
  })
}

function languageOf({ Config }: Container): ServiceStatus['speaks'] {
  const [name] = Config.Image.split(':')
  return name === 'postgres' || name === 'redis' ? name : 'http'
}

function stateOf(container: Container): Pick<ServiceStatus, 'state' | 'health' | 'since' | 'detail'> {
  const { Status, ExitCode, Error: error, Health, StartedAt, FinishedAt } = container.State
  const health = Status === 'running' ? (Health?.Status ?? 'none') : 'none'
  if (Status === 'running') {
    return { state: 'running', health, since: StartedAt, detail: health === 'unhealthy' ? lastOutput(container) : null }
  }
  if (Status === 'created') return { state: 'waiting', health, since: null, detail: error || 'created, not started' }
  if (Status === 'restarting')
    return { state: 'starting', health, since: StartedAt, detail: `ended with code ${ExitCode}, starting again` }
  if (ExitCode === 0 && isOneShot(container)) return { state: 'done', health, since: FinishedAt, detail: null }
  // 137 and 143 are what a stop leaves behind; anything else ended by itself.
  if ([0, 137, 143].includes(ExitCode)) return { state: 'stopped', health, since: FinishedAt, detail: null }
  return { state: 'failed', health, since: FinishedAt, detail: error || `ended with code ${ExitCode}` }
}

/** Others that run until they are stopped have a health check. */
function isOneShot(container: Container): boolean {
  return container.State.Health === undefined
}

/** What the health check of a container said last. */
export function lastOutput(container: Container): string {
  return container.State.Health?.Log?.at(-1)?.Output.trim() || 'its health check said nothing'
}
