import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProcessIdentity } from '../../processes.ts'

/** What the supervisor is told to run: written by the command, read by the supervisor once, at its start. */
export type Plan = {
  stateDirectory: string
  /** Changes when anything below changes: tells whether what runs is what the layers now say. */
  hash: string
  /** The environment ends when this process does: for test runs, so that even a killed one leaves nothing. */
  owner: ProcessIdentity | null
  services: PlannedService[]
}

export type PlannedService = {
  name: string
  /** Why the local engine does not run it, in words for `status`; null when it does. */
  skipped: string | null
  command: string[]
  environment: Record<string, string>
  directory: string
  dependencies: { service: string; condition: DependencyCondition }[]
  health: HealthCheck | null
  /** Ends by itself with 0 (a migration); others run until they are stopped. */
  isOneShot: boolean
  restart: 'no' | 'on-failure' | 'always'
  maximumRestarts: number
  stopSignal: NodeJS.Signals
  graceMs: number
  /** Where a person or another service reaches it. */
  address: string | null
  logs: { maximumBytes: number; files: number }
  postgres: PostgresPlan | null
  /** Removed when the service is stopped: the place of a tmpfs. */
  temporaryDirectory: string | null
}

type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully'

export type HealthCheck = {
  probe: Probe
  intervalMs: number
  timeoutMs: number
  retries: number
  startPeriodMs: number
}

/** The three that all our services use are asked by the supervisor itself; anything else is run as it is written. */
export type Probe =
  | { kind: 'http'; port: number; path: string }
  | { kind: 'postgres'; port: number }
  | { kind: 'redis'; port: number }
  | { kind: 'command'; command: string[] }

export type PostgresPlan = {
  binaries: string
  dataDirectory: string
  port: number
  database: string
  user: string
  passwordFile: string | null
  /** The user that PostgreSQL runs as when we are root, which it refuses to be. */
  runAs: { uid: number; gid: number } | null
  isDurable: boolean
}

export type ServicePhase = 'waiting' | 'starting' | 'running' | 'done' | 'failed' | 'stopping' | 'stopped' | 'skipped'

export type ServiceState = {
  name: string
  phase: ServicePhase
  health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** What it waits for, or why it failed, in words. */
  detail: string | null
  since: string
  restarts: number
  hasBeenHealthy: boolean
  process: ProcessIdentity | null
  lastProbe: string | null
}

export type State = {
  supervisor: ProcessIdentity
  hash: string
  phase: 'running' | 'stopping' | 'stopped'
  services: ServiceState[]
}

export const planFile = (stateDirectory: string) => join(stateDirectory, 'plan.json')
export const stateFile = (stateDirectory: string) => join(stateDirectory, 'state.json')
export const requestFile = (stateDirectory: string) => join(stateDirectory, 'request.json')
export const logFile = (stateDirectory: string, service: string) => join(stateDirectory, 'logs', `${service}.log`)

export function readPlan(stateDirectory: string): Plan | undefined {
  return readJson(planFile(stateDirectory)) as Plan | undefined
}

export function readState(stateDirectory: string): State | undefined {
  return readJson(stateFile(stateDirectory)) as State | undefined
}

/** Under another name first and then renamed: a reader, or a crash, never meets half a file. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.draft`, JSON.stringify(value, null, 1), { mode: 0o600 })
  renameSync(`${file}.draft`, file)
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A service does what it should: it runs and its check passes, or it was a one-shot and ended with 0. */
export function isReady(service: ServiceState): boolean {
  if (service.phase === 'done' || service.phase === 'skipped') return true
  return service.phase === 'running' && (service.health === 'healthy' || service.health === 'none')
}
