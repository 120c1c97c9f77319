import { z } from 'zod'
import { addDays, dayAt, weekdayOf } from './days.ts'
import { endpoint } from './endpoint.ts'
import { Id, Instant, page, pageQuery } from './wire.ts'

/** volume: a folder of the scheduler. s3: S3, or what speaks its protocol. */
export const BACKUP_PLACES = ['volume', 's3'] as const

export const Backup = z
  .object({
    id: Id,
    name: z.string().describe('of the file'),
    place: z.enum(BACKUP_PLACES),
    madeAt: Instant,
    bytes: z.int(),
    sha256: z.string().nullable().describe('of the file; null for one that was found and not yet read'),
    migration: z.string().nullable(),
    encrypted: z.boolean(),
    verifiedAt: Instant.nullable().describe('when it was last restored beside the house without a fault'),
    fault: z.string().nullable().describe('why it could not be restored when that was last tried'),
  })
  .meta({ id: 'Backup' })
export type Backup = z.infer<typeof Backup>

export const backups = {
  listBackups: endpoint({
    method: 'GET',
    path: '/backups/',
    summary: 'List the backups in all places, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(Backup),
    who: 'admin',
  }),
}

/** How many are kept of each: the newest of a day, of a week from Monday on, of a month. */
export const KEPT_BACKUPS = { days: 14, weeks: 8, months: 12 }

/** What decides whether a backup is kept. */
export interface KeptBackup {
  id: string
  madeAt: string
  verifiedAt: string | null
  fault: string | null
}

/**
 * The backups of one place that are past their keeping, oldest first. Days without a backup do not count: after a long
 * pause the old ones stay until new ones take their place. Of a period the newest that was verified is kept, or else the
 * newest without a fault. What is newer than the newest verified one is kept whatever it is; and where none is verified,
 * nothing is removed: what remains could be worth nothing.
 * @param timeZone in which days are counted.
 */
export function expendableBackups<Of extends KeptBackup>(backups: Of[], timeZone: string): Of[] {
  const newestFirst = backups.toSorted((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt))
  const newestGood = newestFirst.findIndex(isVerified)
  if (newestGood < 0) return []
  const kept = new Set(newestFirst.slice(0, newestGood + 1))
  const dated = newestFirst
    .filter(({ fault }) => fault === null)
    .map((backup) => ({ backup, day: dayAt(backup.madeAt, { timeZone, dayStartHour: 0 }) }))
  const periods: [number, (day: string) => string][] = [
    [KEPT_BACKUPS.days, (day) => day],
    [KEPT_BACKUPS.weeks, (day) => addDays(day, 1 - weekdayOf(day))],
    [KEPT_BACKUPS.months, (day) => day.slice(0, 7)],
  ]
  for (const [count, periodOf] of periods) {
    const byPeriod = Map.groupBy(dated, ({ day }) => periodOf(day))
    for (const group of [...byPeriod.values()].slice(0, count)) {
      const best = group.find(({ backup }) => isVerified(backup)) ?? group[0]
      if (best) kept.add(best.backup)
    }
  }
  return newestFirst.filter((backup) => !kept.has(backup)).toReversed()
}

const isVerified = ({ verifiedAt, fault }: KeptBackup) => verifiedAt !== null && fault === null

const STAMP = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z$/

/** `prod-2026-11-23T02-30-00Z.dump`, with `.age` behind it when it is encrypted: it sorts by time. */
export function backupName(environment: string, slot: Date, kind: 'encrypted' | 'plain'): string {
  const stamp = `${slot.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  return `${environment}-${stamp}.dump${kind === 'encrypted' ? '.age' : ''}`
}

/** What a name says; undefined for files that are no backups of the environment. */
export function readBackupName(environment: string, name: string): { madeAt: string; encrypted: boolean } | undefined {
  const [, stamp = '', age] = /^(?:[\w-]+?)-(\d{4}-[^.]*)\.dump(\.age)?$/.exec(name) ?? []
  const [, day, hour, minute, second] = STAMP.exec(stamp) ?? []
  if (!day || !name.startsWith(`${environment}-${stamp}.`)) return undefined
  const madeAt = new Date(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(madeAt.getTime()) ? undefined : { madeAt: madeAt.toISOString(), encrypted: age !== undefined }
}
