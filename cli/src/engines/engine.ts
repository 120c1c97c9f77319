import type { Progress } from '../progress.ts'

export type EngineName = 'docker' | 'local'

/** What an engine must do: every verb, with the same words and exit codes whatever runs the services. */
export interface Engine {
  readonly name: EngineName
  /** Returns when every service is healthy; throws a Failure that names the culprit otherwise. */
  start(options: StartOptions): Promise<void>
  stop(options: RunOptions): Promise<void>
  /** Restarts the services named, or all of them, and returns when they are healthy again. */
  restart(services: string[], options: StartOptions): Promise<void>
  /** Makes anew what is built from the sources (images, pages), then runs the services on it. */
  rebuild(services: string[], options: StartOptions): Promise<void>
  /** Never needs secrets, never changes anything. */
  status(): Promise<ServiceStatus[]>
  /** Every process of the environment, for who wants to measure or to look. */
  processes(): Promise<{ service: string; pid: number }[]>
  logs(options: LogOptions): AsyncIterable<LogLine>
  /** The rendered model, as `docker compose config` prints it. */
  config(): Promise<unknown>
  /** The port of this machine at which a service's own port is reached now. */
  port(service: string, target: number): Promise<number | undefined>
}

export type RunOptions = { progress: Progress; signal: AbortSignal }

export type StartOptions = RunOptions & {
  deadlineSeconds: number
  /** Only these and what they need; all when absent. */
  services?: string[] | undefined
}

export type ServiceStatus = {
  service: string
  state: 'running' | 'starting' | 'waiting' | 'done' | 'failed' | 'stopped' | 'skipped'
  health: 'healthy' | 'unhealthy' | 'starting' | 'none'
  since: string | null
  restarts: number
  address: string | null
  /** Why it is not as it should be, in words. */
  detail: string | null
}

export type LogOptions = {
  services: string[]
  follow: boolean
  /** Lines of each service to begin with. */
  tail: number
  since: Date | undefined
  signal: AbortSignal
}

export type LogLine = { time: string; service: string; text: string }

/** The whole environment does its work: nothing failed, stopped or still on its way. */
export function isUp(services: ServiceStatus[]): boolean {
  return services.length > 0 && services.every(isServiceUp) && services.some(({ state }) => state === 'running')
}

export function isServiceUp(service: ServiceStatus): boolean {
  if (service.state === 'done' || service.state === 'skipped') return true
  return service.state === 'running' && (service.health === 'healthy' || service.health === 'none')
}
