import pc from 'picocolors'
import { isServiceUp, type ServiceStatus } from './engines/engine.ts'
import type { Examined } from './engines/examine.ts'

/** The table of services that `start` and `status` end with. */
export function serviceTable(services: Examined[], now = Date.now()): string {
  const rows = services.map((service) => [
    service.service,
    stateWord(service),
    service.since && service.state === 'running' ? age(now - Date.parse(service.since)) : '',
    service.restarts > 0 ? String(service.restarts) : '',
    addressWord(service),
    shorten(service.runs ?? ''),
    noteOf(service),
  ])
  const heads = ['SERVICE', 'STATE', 'FOR', 'RESTARTS', 'ADDRESS', 'RUNS', '']
  const [head = '', ...lines] = alignColumns([heads, ...rows])
  return [pc.dim(head), ...lines.map((line, index) => colour(services[index] as Examined)(line))].join('\n')
}

/** Rows of cells as lines, each column as wide as its longest cell. */
export function alignColumns(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function stateWord({ state, health }: ServiceStatus): string {
  if (state !== 'running') return state
  return health === 'none' ? 'running' : health
}

/** Never an address as if it answered when it did not. */
function addressWord({ address, answer }: Examined): string {
  if (!address) return ''
  if (answer.is === 'no') return `${address} (no answer)`
  return answer.is === 'unknown' ? `${address} (not known)` : address
}

function noteOf({ detail, answer, drift }: Examined): string {
  const notes = [detail, answer.is === 'not asked' ? null : answer.detail]
  if (drift.is === 'changed') notes.push(`changed since its start: ${drift.changes.join(', ')}`)
  if (drift.is === 'unknown') notes.push(`not known whether it has changed: ${drift.changes.join(', ')}`)
  return [...new Set(notes.filter(Boolean))].join('; ')
}

function shorten(command: string): string {
  const [first = ''] = command.split('\n')
  const words = first.replace(/^\/\S*\//, '') // of a program's path, its name
  return words.length > 44 ? `${words.slice(0, 43)}…` : words
}

function colour(service: Examined): (text: string) => string {
  if (service.state === 'skipped' || service.state === 'stopped') return pc.dim
  if (isServiceUp(service) && service.answer.is !== 'no') return service.drift.is === 'changed' ? pc.yellow : String
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
