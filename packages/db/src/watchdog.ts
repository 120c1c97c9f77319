import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { autotasks } from './autotasks.ts'
import type { Database } from './database.ts'
import { ruleColumns, runs, schedules } from './schedules.ts'
import { tasks } from './tasks.ts'
import { users } from './users.ts'

/** An enabled schedule, and what its runs came to. */
export interface WatchedSchedule {
  name: string
  title: string
  rule: string
  timeZone: string
  /** Seconds. */
  expectWithin: number
  nextAt: string | null
  /** Since when the oldest run that has not ended was due. */
  openSince: string | null
  /** Of the newest run that ended well or was given up. */
  lastState: 'succeeded' | 'dead' | null
  lastReason: string | null
  lastSlot: string | null
}

/** Every schedule that is listed and not paused. */
export async function listWatchedSchedules(db: Database): Promise<WatchedSchedule[]> {
  const open = db
    .select({ since: sql<string | null>`min(greatest(${runs.scheduledFor}, ${runs.createdAt}))`.as('since') })
    .from(runs)
    .where(and(eq(runs.schedule, schedules.name), sql`${runs.state} in ('waiting', 'running', 'failed')`))
    .as('open')
  const ended = db
    .select({ state: runs.state, reason: runs.reason, scheduledFor: runs.scheduledFor })
    .from(runs)
    .where(and(eq(runs.schedule, schedules.name), sql`${runs.state} in ('succeeded', 'dead')`))
    .orderBy(sql`${runs.id} desc`)
    .limit(1)
    .as('ended')
  const rows = await db
    .select({
      name: schedules.name,
      title: schedules.title,
      ...ruleColumns,
      expectWithin: schedules.expectWithin,
      nextAt: schedules.nextAt,
      openSince: sql<string | null>`to_char(${open.since}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
      lastState: ended.state,
      lastReason: ended.reason,
      lastSlot: ended.scheduledFor,
    })
    .from(schedules)
    .leftJoinLateral(open, sql`true`)
    .leftJoinLateral(ended, sql`true`)
    .where(and(eq(schedules.isListed, true), eq(schedules.isPaused, false)))
    .orderBy(asc(schedules.name))
  return rows as WatchedSchedule[]
}

const owner = {
  ownerName: users.name,
  timeZone: users.timeZone,
  dayStartHour: users.dayStartHour,
}

/** Autotasks that have been due since before a moment, and neither made a task nor said why not; at most 100. */
export function listOverdueAutotasks(db: Database, before: Date) {
  return db
    .select({ id: autotasks.id, nextDay: autotasks.nextDay, ...owner })
    .from(autotasks)
    .innerJoin(users, eq(users.id, autotasks.ownerId))
    .where(and(lt(autotasks.nextRunAt, before.toISOString()), eq(autotasks.paused, false), isNull(autotasks.deletedAt)))
    .orderBy(asc(autotasks.nextRunAt))
    .limit(100)
}

/** Autotasks that plan nothing: they have ended, wait for the completion of a copy, or were forgotten. */
export function listUnplannedAutotasks(db: Database) {
  return db
    .select({
      id: autotasks.id,
      rule: autotasks.rule,
      startDay: autotasks.startDay,
      repeatFrom: autotasks.repeatFrom,
      runs: autotasks.runs,
      hasOpenCopy: sql<boolean>`exists (
        select from ${tasks} where ${tasks.autotaskId} = ${autotasks.id}
        and ${tasks.completedAt} is null and ${tasks.deletedAt} is null)`,
      ...owner,
    })
    .from(autotasks)
    .innerJoin(users, eq(users.id, autotasks.ownerId))
    .where(and(isNull(autotasks.nextDay), eq(autotasks.paused, false), isNull(autotasks.deletedAt)))
    .orderBy(asc(autotasks.id))
}

/** Since when the house is to have backups: when the schedule of that name was first listed. */
export async function scheduleSince(db: Database, name: string): Promise<string | null> {
  const rows = await db.select({ since: schedules.createdAt }).from(schedules).where(eq(schedules.name, name))
  return rows[0]?.since ?? null
}
