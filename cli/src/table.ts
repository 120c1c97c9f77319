import pc from 'picocolors'
import { isServiceUp, type ServiceStatus } from './engines/engine.ts'

/** The table of services that `start` and `status` end with. */
export function serviceTable(services: ServiceStatus[], now = Date.now()): string {
  const rows = services.map((service) => [
    service.service,
    stateWord(service),
    service.since && service.state === 'running' ? age(now - Date.parse(service.since)) : '',
    service.address ?? '',
    service.detail ?? (service.restarts > 0 ? `restarted ${service.restarts} times` : ''),
  ])
  const heads = ['SERVICE', 'STATE', 'FOR', 'ADDRESS', '']
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const format = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const lines = rows.map((row, index) => colour(services[index] as ServiceStatus)(format(row)))
  return [pc.dim(format(heads)), ...lines].join('\n')
}

function stateWord({ state, health }: ServiceStatus): string {
  if (state !== 'running') return state
  return health === 'none' ? 'running' : health
}

function colour(service: ServiceStatus): (text: string) => string {
  if (service.state === 'skipped' || service.state === 'stopped') return pc.dim
  if (isServiceUp(service)) return String
  return service.state === 'failed' || service.health === 'unhealthy' ? pc.red : pc.yellow
}

/** How long, in the one or two units that matter: `3 s`, `12 min`, `5 h`, `3 d`. */
function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}
