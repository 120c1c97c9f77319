import { isAlive } from '../../processes.ts'
import type { ServiceStatus } from '../engine.ts'
import { type PlannedService, readPlan, readState, type ServiceState, type State } from './state.ts'

/** What the supervisor last wrote, held against the processes that there really are. */
export function statusOf(stateDirectory: string): ServiceStatus[] {
  const plan = readPlan(stateDirectory)
  const state = readState(stateDirectory)
  if (!plan || !state) return []
  const isSupervised = isAlive(state.supervisor)
  return plan.services.map((planned) => serviceStatus(planned, state, isSupervised))
}

function serviceStatus(planned: PlannedService, state: State, isSupervised: boolean): ServiceStatus {
  const service = state.services.find(({ name }) => name === planned.name)
  const facts = {
    service: planned.name,
    runs: planned.command.join(' ') || null,
    address: planned.address,
    speaks: languageOf(planned),
    restarts: service?.restarts ?? 0,
  }
  if (planned.skipped || !service) {
    const nothing = { runs: null, address: null, speaks: null, since: null }
    return { ...facts, ...nothing, state: 'skipped', health: 'none', detail: planned.skipped }
  }
  if (!isSupervised) return { ...facts, ...unsupervised(service, state) }
  return { ...facts, ...supervised(service) }
}

function languageOf({ health, address }: PlannedService): ServiceStatus['speaks'] {
  if (!health || health.probe.kind === 'command') return address?.startsWith('http') ? 'http' : null
  return health.probe.kind
}

function supervised(service: ServiceState): Pick<ServiceStatus, 'state' | 'health' | 'since' | 'detail'> {
  const { health, since } = service
  const isGone = service.process !== null && !isAlive(service.process)
  if (isGone) return { state: 'starting', health: 'starting', since, detail: 'it has just ended' }
  const state = service.phase === 'stopping' || service.phase === 'skipped' ? 'stopped' : service.phase
  const probe = health === 'unhealthy' || (state === 'running' && health === 'starting') ? service.lastProbe : null
  return { state, health, since, detail: service.detail ?? probe }
}

function unsupervised(
  service: ServiceState,
  state: State,
): Pick<ServiceStatus, 'state' | 'health' | 'since' | 'detail'> {
  const isLeft = isAlive(service.process ?? undefined)
  if (isLeft) {
    return { state: 'running', health: 'none', since: service.since, detail: 'its supervisor is gone: start again' }
  }
  const detail = state.phase === 'stopped' ? null : 'its supervisor was killed: start again'
  return { state: 'stopped', health: 'none', since: service.since, detail }
}
