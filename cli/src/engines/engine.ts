import type { Progress } from '../progress.ts'

export type EngineName = 'docker' | 'local'

/** What an engine must do: every verb, with the same words and exit codes whatever runs the services. */
export interface Engine {
  readonly name: EngineName
  /** Its ports are not those of this machine. */
  readonly isElsewhere: boolean
  /** Returns when every service is healthy; throws a Failure that names the culprit otherwise. */
  start(options: StartOptions): Promise<void>
  stop(options: RunOptions): Promise<void>
  /** Restarts the services named, or all of them, and returns when they are healthy again. */
  restart(services: string[], options: StartOptions): Promise<void>
  /** Makes anew what is built from the sources (images, pages), then runs the services on it. */
  rebuild(services: string[], options: StartOptions): Promise<void>
  /** Removes what a stopped environment keeps: its database above all. The caller has asked for permission. */
  removeData(options: RunOptions): Promise<void>
  /** The exact commands that a verb would run, secrets taken out. Nothing is changed. */
  commandsOf(verb: ChangingVerb, services: string[], options: { deadlineSeconds: number }): Promise<PlannedCommand[]>
  /** Never needs secrets, never changes anything. */
  status(): Promise<ServiceStatus[]>
  /** For each service, what the layers and its files now say and did not when it was started. */
  drift(): Promise<(service: string) => Drift>
  /** What hands the terminal to a command in the surroundings of a running service. */
  exec(service: string, words: string[], options: ExecOptions): Promise<Foreground>
  /** The same for one command in surroundings made for it alone, gone afterwards. */
  runOnce(service: string, words: string[], options: ExecOptions): Promise<Foreground>
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
  /** `begun`: returns when the services are on their way; `healthy`, the default, when they are there. */
  until?: 'healthy' | 'begun' | undefined
  /** Only these and what they need; all when absent. */
  services?: string[] | undefined
}

export type ServiceStatus = {
  service: string
  state: 'running' | 'starting' | 'waiting' | 'done' | 'failed' | 'stopped' | 'skipped'
  health: 'healthy' | 'unhealthy' | 'starting' | 'none'
  since: string | null
  restarts: number
  /** The image of the container with its id, or the command of the process. */
  runs: string | null
  address: string | null
  /** What can be asked at the address; null where nothing listens for others. */
  speaks: 'http' | 'postgres' | 'redis' | null
  /** Why it is not as it should be, in words. */
  detail: string | null
}

export type ChangingVerb = 'start' | 'stop' | 'restart' | 'rebuild'

export type PlannedCommand = { service?: string; command: string }

/** Whether what runs is what the layers now say. `unknown` gives its reason as the only change. */
export type Drift = { is: 'none' | 'changed' | 'unknown'; changes: string[] }

export type ExecOptions = { terminal: 'yes' | 'no' }

/** A program that gets the terminal, or what stands for it. */
export type Foreground = {
  program: string
  parameters: string[]
  directory?: string
  environment?: NodeJS.ProcessEnv
  runAs?: { uid: number; gid: number } | null
  /** Tells the command itself of a signal, where the program that we run does not pass it on. */
  interrupt?: (signal: NodeJS.Signals) => Promise<void>
}

export type LogOptions = {
  services: string[]
  follow: boolean
  /** Lines of each service to begin with, of those that match. */
  tail: number
  since: Date | undefined
  until?: Date | undefined
  matches?: ((line: LogLine) => boolean) | undefined
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
