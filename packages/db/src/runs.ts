import { and, asc, eq, inArray, isNotNull, not, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { isoInstant } from './database.ts'
import { QUEUE_SCHEMA } from './queue.ts'
import { type RunLineRow, type RunRow, ruleColumns, runLines, runs, type ScheduleRow, schedules } from './schedules.ts'

// What the scheduler's engine does with schedules and runs. Clocks are the database's: schedulers may disagree.

const missed = sql<ScheduleRow['missed']>`coalesce(${schedules.ownMissed}, ${schedules.missed})`
const isPlanned = and(isNotNull(schedules.nextAt), schedules.isListed, not(schedules.isPaused))

export interface DueSchedule {
  name: string
  rule: string
  timeZone: string
  missed: ScheduleRow['missed']
  retries: number
  /** The first slot that is not decided. */
  nextAt: string
  /** The database's time, by which it is due. */
  now: string
}

/**
 * The schedules whose next slot has come, longest due first, locked until the transaction ends; another scheduler
 * passes over them. By index: what is not due costs nothing.
 * @param at another time than the database's, for simulations.
 */
export async function claimDueSchedules(db: Database, limit: number, at?: Date): Promise<DueSchedule[]> {
  const now = at ? sql`${at.toISOString()}::timestamptz` : sql`now()`
  const due = await db
    .select({
      name: schedules.name,
      ...ruleColumns,
      missed,
      retries: schedules.retries,
      nextAt: schedules.nextAt,
      now: sql<string>`${now}`.mapWith(isoInstant),
    })
    .from(schedules)
    .where(and(isPlanned, sql`${schedules.nextAt} <= ${now}`))
    .orderBy(asc(schedules.nextAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return due.map(({ nextAt, ...schedule }) => ({ ...schedule, nextAt: nextAt ?? schedule.now }))
}

/** Milliseconds until the next slot of any schedule, below 0 when it has come; undefined when there is none. */
export async function untilNextSlot(db: Database): Promise<number | undefined> {
  const [next] = await db
    .select({ ms: sql<number>`extract(epoch from ${schedules.nextAt} - clock_timestamp()) * 1000`.mapWith(Number) })
    .from(schedules)
    .where(isPlanned)
    .orderBy(asc(schedules.nextAt))
    .limit(1)
  return next?.ms
}

/** Where a schedule goes on after its due slots were decided. Must run in the transaction that claimed it. */
export interface Advance {
  name: string
  nextAt: string | null
  lastSlot: string
}

export async function advanceSchedules(db: Database, advances: Advance[]): Promise<void> {
  if (advances.length === 0) return
  await db.execute(sql`
    update schedules set next_at = moved.next_at, last_slot = moved.last_slot
    from unnest(
      ${sql.param(advances.map(({ name }) => name))}::text[],
      ${sql.param(advances.map(({ nextAt }) => nextAt))}::timestamptz[],
      ${sql.param(advances.map(({ lastSlot }) => lastSlot))}::timestamptz[]
    ) as moved (name, next_at, last_slot)
    where schedules.name = moved.name`)
}

type NewRun = Pick<typeof runs.$inferInsert, 'schedule' | 'scheduledFor' | 'cause' | 'state' | 'reason' | 'isQueued'>

/** @returns those that were written: a slot that has its run keeps it. */
export async function insertRuns(db: Database, slots: NewRun[]): Promise<RunRow[]> {
  if (slots.length === 0) return []
  return db.insert(runs).values(slots).onConflictDoNothing().returning()
}

/** Runs that the queue shall have: what people asked for, and what {@link forgetQueue} found. Locked as being taken. */
export async function takeUnqueued(db: Database, limit: number): Promise<(QueuedRun & { cause: RunRow['cause'] })[]> {
  const waiting = db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.state, 'waiting'), not(runs.isQueued)))
    .orderBy(asc(runs.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return db
    .update(runs)
    .set({ isQueued: true })
    .from(schedules)
    .where(and(inArray(runs.id, waiting), eq(schedules.name, runs.schedule)))
    .returning({ id: runs.id, schedule: runs.schedule, cause: runs.cause, retries: schedules.retries })
}

export interface QueuedRun {
  id: string
  schedule: string
  retries: number
}

/**
 * Open runs that the queue does not have any more wait again: the queue is no part of a dump, and may be lost.
 * @returns how many.
 */
export async function forgetQueue(db: Database): Promise<number> {
  const job = sql.raw(`${QUEUE_SCHEMA}.job`)
  const { rowCount } = await db.execute(sql`
    update runs set state = 'waiting', is_queued = false, fence = fence + 1
    where state in ('waiting', 'running', 'failed') and is_queued
      and not exists (select from ${job} where job.name = 'runs' and job.id = runs.id)
      and not exists (select from ${job} where job.name = 'dead' and job.data ->> 'run' = runs.id::text)`)
  return rowCount ?? 0
}

/** The right to a run: void as soon as it has a newer fence. */
export interface Claim {
  id: string
  fence: number
}

export interface BegunRun extends Claim {
  schedule: string
  job: string
  data: unknown
  scheduledFor: string
  attempt: number
}

/** Begins runs that the queue has handed out. Those that are over or gone are not among the answers. */
export function beginRuns(db: Database, ids: string[]): Promise<BegunRun[]> {
  return db
    .update(runs)
    .set({
      state: 'running',
      attempt: sql`${runs.attempt} + 1`,
      fence: sql`${runs.fence} + 1`,
      startedAt: sql`coalesce(${runs.startedAt}, clock_timestamp())`,
      finishedAt: null,
      reason: null,
    })
    .from(schedules)
    .where(
      and(
        inArray(runs.id, ids),
        inArray(runs.state, ['waiting', 'running', 'failed']),
        eq(schedules.name, runs.schedule),
      ),
    )
    .returning({
      id: runs.id,
      fence: runs.fence,
      schedule: runs.schedule,
      job: schedules.job,
      data: schedules.data,
      scheduledFor: runs.scheduledFor,
      attempt: runs.attempt,
    })
}

const held = ({ id, fence }: Claim) => and(eq(runs.id, id), eq(runs.fence, fence), eq(runs.state, 'running'))

/** Records how an attempt ended. @returns false when the run is another's by now: then nothing of this attempt counts. */
export async function settleRun(
  db: Database,
  claim: Claim,
  end: { state: 'succeeded' } | { state: 'failed'; reason: string },
): Promise<boolean> {
  const rows = await db
    .update(runs)
    .set({ ...end, finishedAt: sql`clock_timestamp()` })
    .where(held(claim))
    .returning({ id: runs.id })
  return rows.length > 0
}

/** Gives up the claim without an end: the run waits for whoever comes next. @returns false when it was lost before. */
export async function handBackRun(db: Database, claim: Claim): Promise<boolean> {
  const rows = await db
    .update(runs)
    .set({ state: 'waiting', isQueued: false, fence: claim.fence + 1 })
    .where(held(claim))
    .returning({ id: runs.id })
  return rows.length > 0
}

/** Which of the claims still hold. */
export async function heldRuns(db: Database, claims: Claim[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: runs.id, fence: runs.fence })
    .from(runs)
    .where(
      and(
        inArray(
          runs.id,
          claims.map(({ id }) => id),
        ),
        eq(runs.state, 'running'),
      ),
    )
  return new Set(
    claims.filter(({ id, fence }) => rows.some((row) => row.id === id && row.fence === fence)).map(({ id }) => id),
  )
}

/** No more attempts. @returns the run, or undefined when it had ended otherwise. */
export async function buryRun(db: Database, runId: string): Promise<RunRow | undefined> {
  const rows = await db
    .update(runs)
    .set({
      state: 'dead',
      finishedAt: sql`coalesce(${runs.finishedAt}, clock_timestamp())`,
      reason: sql`coalesce(${runs.reason}, 'the scheduler that ran it was lost')`,
    })
    .where(and(eq(runs.id, runId), inArray(runs.state, ['waiting', 'running', 'failed'])))
    .returning()
  return rows[0]
}

type NewLine = Pick<RunLineRow, 'line' | 'at' | 'level' | 'message'>

/** Writes lines of an attempt; of one that lost its run nothing is written. */
export async function writeRunLines(
  db: Database,
  { id, fence, attempt }: Claim & { attempt: number },
  lines: NewLine[],
) {
  if (lines.length === 0) return
  await db.execute(sql`
    insert into ${runLines} (run_id, attempt, line, at, level, message)
    select id, ${attempt}, new.line, new.at, new.level, new.message
    from ${runs}, unnest(
      ${sql.param(lines.map(({ line }) => line))}::int[],
      ${sql.param(lines.map(({ at }) => at))}::timestamptz[],
      ${sql.param(lines.map(({ level }) => level))}::text[],
      ${sql.param(lines.map(({ message }) => message))}::text[]
    ) as new (line, at, level, message)
    where id = ${id} and fence = ${fence} and state = 'running'
    on conflict do nothing`)
}

/** What the code says of a schedule. */
export type ListedSchedule = Pick<
  ScheduleRow,
  'name' | 'job' | 'title' | 'rule' | 'timeZone' | 'missed' | 'expectWithin' | 'retries'
>

/** All schedules, with the database's time, locked against other schedulers that start. */
export async function lockSchedules(db: Database): Promise<{ rows: ScheduleRow[]; now: Date }> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('schedules'))`)
  const rows = await db.select().from(schedules).for('update')
  const { rows: clock } = await db.execute<{ now: string }>(sql`select now()::text as now`)
  return { rows, now: new Date(clock[0]?.now ?? '') }
}

/** Writes what the code says, and when it is next; never what a person changed. */
export async function saveSchedule(db: Database, listed: ListedSchedule, nextAt: string | null): Promise<void> {
  const { name: _name, ...said } = listed
  await db
    .insert(schedules)
    .values({ ...listed, nextAt })
    .onConflictDoUpdate({ target: schedules.name, set: { ...said, nextAt, isListed: true } })
}

/** What the code no longer has never runs; its history stays. */
export async function unlistSchedules(db: Database, names: string[]): Promise<void> {
  if (names.length === 0) return
  await db.update(schedules).set({ isListed: false, nextAt: null }).where(inArray(schedules.name, names))
}
