import type { ALARM_KINDS } from '@ichrisbirch/contract/alarms'
import { and, asc, desc, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm'
import { type AnyPgColumn, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import type { Database } from './database.ts'

type AlarmKind = (typeof ALARM_KINDS)[number]

/** Raised or cleared, and the webhook does not know. */
const untold = (toldRaisedAt: AnyPgColumn, clearedAt: AnyPgColumn, toldClearedAt: AnyPgColumn) =>
  sql`${toldRaisedAt} is null or (${clearedAt} is not null and ${toldClearedAt} is null)`

export const alarms = pgTable(
  'alarms',
  {
    id: id(),
    kind: text('kind').$type<AlarmKind>().notNull(),
    /** What it is about: a schedule's name, an autotask's or a backup's id. */
    subject: text('subject').notNull(),
    message: text('message').notNull(),
    raisedAt: instant('raised_at').notNull(),
    clearedAt: instant('cleared_at'),
    acknowledgedAt: instant('acknowledged_at'),
    /** When the webhook was told of it, and of its end; without a webhook, when there was nobody to tell. */
    toldRaisedAt: instant('told_raised_at'),
    toldClearedAt: instant('told_cleared_at'),
  },
  (table) => [
    // What lasts is one alarm, however often it is found.
    uniqueIndex('alarms_open').on(table.kind, table.subject).where(sql`${table.clearedAt} is null`),
    index('alarms_untold')
      .on(table.id)
      .where(untold(table.toldRaisedAt, table.clearedAt, table.toldClearedAt)),
  ],
)

const { toldRaisedAt: _raised, toldClearedAt: _cleared, ...columns } = getTableColumns(alarms)
export type AlarmRow = Omit<typeof alarms.$inferSelect, 'toldRaisedAt' | 'toldClearedAt'>

export interface AlarmCause {
  kind: AlarmKind
  subject: string
  /** One sentence for the admin: what is wrong, since when. */
  message: string
}

/**
 * Raises an alarm. While one of the same kind and subject is open, only its message changes.
 * @param at the job's clock.
 */
export async function raiseAlarm(db: Database, { kind, subject, message }: AlarmCause, at: Date): Promise<AlarmRow> {
  const [alarm] = await db
    .insert(alarms)
    .values({ kind, subject, message, raisedAt: at.toISOString() })
    .onConflictDoUpdate({
      target: [alarms.kind, alarms.subject],
      targetWhere: isNull(alarms.clearedAt),
      set: { message },
    })
    .returning(columns)
  if (!alarm) throw new Error('An upsert returned no row.')
  return alarm
}

/** @returns true when one was open. */
export async function clearAlarm(db: Database, kind: AlarmKind, subject: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(alarms)
    .set({ clearedAt: at.toISOString() })
    .where(and(eq(alarms.kind, kind), eq(alarms.subject, subject), isNull(alarms.clearedAt)))
    .returning({ id: alarms.id })
  return rows.length > 0
}

export interface AlarmPage {
  status: 'open' | 'all'
  limit: number
  /** The id of the last one before: they are listed newest first. */
  after?: string | undefined
}

export function listAlarms(db: Database, { status, limit, after }: AlarmPage): Promise<AlarmRow[]> {
  return db
    .select(columns)
    .from(alarms)
    .where(and(status === 'open' ? isNull(alarms.clearedAt) : undefined, after ? lt(alarms.id, after) : undefined))
    .orderBy(desc(alarms.id))
    .limit(limit)
}

export async function countOpenAlarms(db: Database): Promise<number> {
  return db.$count(alarms, isNull(alarms.clearedAt))
}

/** Seen by the admin: it stays open, and no longer stands above every page. @returns undefined when there is none. */
export async function acknowledgeAlarm(db: Database, alarmId: string): Promise<AlarmRow | undefined> {
  const rows = await db
    .update(alarms)
    .set({ acknowledgedAt: sql`coalesce(${alarms.acknowledgedAt}, now())` })
    .where(eq(alarms.id, alarmId))
    .returning(columns)
  return rows[0]
}

/** Seen by mistake: it stands above every page again. */
export async function unacknowledgeAlarm(db: Database, alarmId: string): Promise<AlarmRow | undefined> {
  const rows = await db.update(alarms).set({ acknowledgedAt: null }).where(eq(alarms.id, alarmId)).returning(columns)
  return rows[0]
}

/** Alarms whose raising or end the webhook does not know, oldest first. */
export function listUntoldAlarms(db: Database): Promise<(typeof alarms.$inferSelect)[]> {
  return db
    .select()
    .from(alarms)
    .where(untold(alarms.toldRaisedAt, alarms.clearedAt, alarms.toldClearedAt))
    .orderBy(asc(alarms.id))
    .limit(100)
}

export async function setAlarmTold(
  db: Database,
  alarmId: string,
  change: 'raised' | 'cleared',
  at: Date,
): Promise<void> {
  const told = at.toISOString()
  await db
    .update(alarms)
    .set(change === 'raised' ? { toldRaisedAt: told } : { toldClearedAt: told })
    .where(eq(alarms.id, alarmId))
}
