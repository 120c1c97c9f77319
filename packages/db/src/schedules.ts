import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LINE_LEVELS, MISSED_POLICIES, RUN_CAUSES, RUN_STATES } from '@ichrisbirch/contract/schedules'
import { type Changes, id, instant, newId } from './columns.ts'
import { type Database, isoInstant } from './database.ts'

/**
 * What the house does by itself, and when. The list in the scheduler's code is written here at each start; what a
 * person changed stands in columns of its own, which the code never writes.
 */
export const schedules = pgTable(
  'schedules',
  {
    name: text('name').primaryKey(),
    job: text('job').notNull(),
    data: jsonb('data').notNull().default({}),
    title: text('title').notNull(),
    rule: text('rule').notNull(),
    timeZone: text('time_zone').notNull(),
    missed: text('missed', { enum: MISSED_POLICIES }).notNull(),
    /** Seconds after a slot. */
    expectWithin: integer('expect_within').notNull(),
    retries: integer('retries').notNull(),
    ownRule: text('own_rule'),
    ownTimeZone: text('own_time_zone'),
    ownMissed: text('own_missed', { enum: MISSED_POLICIES }),
    isPaused: boolean('is_paused').notNull().default(false),
    /** False when the code no longer has it: it never runs, and its history stays. */
    isListed: boolean('is_listed').notNull().default(true),
    /** The next slot that has no run yet: what the scheduler looks for. Null when the rule has ended. */
    nextAt: instant('next_at'),
    /** The newest slot that was decided, run or skipped. */
    lastSlot: instant('last_slot'),
    createdAt: instant('created_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('schedules_due')
      .on(table.nextAt)
      .where(sql`${table.nextAt} is not null and ${table.isListed} and not ${table.isPaused}`),
  ],
)

/** One slot of a schedule, or what a person asked for; it says what was done, or why nothing was. */
export const runs = pgTable(
  'runs',
  {
    id: id(),
    schedule: text('schedule')
      .notNull()
      .references(() => schedules.name, { onDelete: 'cascade' }),
    scheduledFor: instant('scheduled_for').notNull(),
    cause: text('cause', { enum: RUN_CAUSES }).notNull(),
    state: text('state', { enum: RUN_STATES }).notNull().default('waiting'),
    attempt: integer('attempt').notNull().default(0),
    /** Grows with each claim: who holds an older one has lost the run, and can write nothing of it. */
    fence: integer('fence').notNull().default(0),
    /** Whether the queue has it. */
    isQueued: boolean('is_queued').notNull().default(false),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    reason: text('reason'),
  },
  (table) => [
    // The promise that a slot is run once: a second run of it cannot be written.
    uniqueIndex('runs_slot').on(table.schedule, table.scheduledFor).where(sql`${table.cause} <> 'person'`),
    index('runs_history').on(table.schedule, table.id),
    index('runs_unqueued').on(table.id).where(sql`${table.state} = 'waiting' and not ${table.isQueued}`),
    index('runs_open').on(table.id).where(sql`${table.state} in ('waiting', 'running', 'failed')`),
  ],
)

/** The log of a run. A line's place is its attempt and number, so that one written twice is one line. */
export const runLines = pgTable(
  'run_lines',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    line: integer('line').notNull(),
    at: instant('at').notNull(),
    level: text('level', { enum: LINE_LEVELS }).notNull(),
    message: text('message').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.attempt, table.line] })],
)

export type ScheduleRow = typeof schedules.$inferSelect
export type RunRow = typeof runs.$inferSelect
export type RunLineRow = typeof runLines.$inferSelect

/** What holds: a person's own word, or else the code's. */
export function ruleOf(schedule: Pick<ScheduleRow, 'rule' | 'timeZone' | 'ownRule' | 'ownTimeZone'>) {
  return { rule: schedule.ownRule ?? schedule.rule, timeZone: schedule.ownTimeZone ?? schedule.timeZone }
}

/** The same in queries. */
export const ruleColumns = {
  rule: sql<string>`coalesce(${schedules.ownRule}, ${schedules.rule})`,
  timeZone: sql<string>`coalesce(${schedules.ownTimeZone}, ${schedules.timeZone})`,
}

/** Who listens here looks again at once: a schedule was changed, or a run was asked for. */
export const SCHEDULES_CHANNEL = 'schedules'

/** Tells the schedulers, when the transaction commits: that there is something to plan, or runs to do. */
export async function notifySchedulers(db: Database, what: 'plan' | 'work'): Promise<void> {
  await db.execute(sql`select pg_notify(${SCHEDULES_CHANNEL}, ${what})`)
}

const RECENT_RUNS = 30

export interface ScheduleWithRuns {
  schedule: ScheduleRow
  /** Its last 30 runs, newest first. */
  runs: RunRow[]
}

/** What the code has, by name. With a name: that one, or none. */
export async function listSchedules(db: Database, name?: string): Promise<ScheduleWithRuns[]> {
  const listed = await db
    .select()
    .from(schedules)
    .where(and(schedules.isListed, name === undefined ? undefined : eq(schedules.name, name)))
    .orderBy(asc(schedules.name))
  const newest = sql`(
    select newest.id from ${schedules}, lateral (
      select id from ${runs} where ${runs.schedule} = ${schedules.name} order by id desc limit ${RECENT_RUNS}
    ) as newest where ${schedules.isListed})`
  const recent = await db
    .select()
    .from(runs)
    .where(and(sql`${runs.id} in ${newest}`, name === undefined ? undefined : eq(runs.schedule, name)))
    .orderBy(desc(runs.id))
  return listed.map((schedule) => ({
    schedule,
    runs: recent.filter((run) => run.schedule === schedule.name),
  }))
}

/** The database's clock, as an instant. */
const isoNow = sql<string>`now()`.mapWith(isoInstant)

/** For a change of it: nobody else plans or changes it until the transaction ends. With the database's time. */
export async function lockSchedule(
  db: Database,
  name: string,
): Promise<{ schedule: ScheduleRow; now: string } | undefined> {
  const rows = await db
    .select({ schedule: schedules, now: isoNow })
    .from(schedules)
    .where(and(eq(schedules.name, name), schedules.isListed))
    .for('update')
  return rows[0]
}

type ScheduleChangeRow = Changes<Pick<ScheduleRow, 'ownRule' | 'ownTimeZone' | 'ownMissed' | 'isPaused' | 'nextAt'>>

/** What a person changes: never what the code says. Must run in the transaction that locked it. */
export async function changeSchedule(db: Database, name: string, change: ScheduleChangeRow): Promise<void> {
  await db.update(schedules).set(change).where(eq(schedules.name, name))
  await notifySchedulers(db, 'plan')
}

/** A run that a person asked for; a scheduler puts it into the queue. @returns undefined when the id is taken. */
export async function requestRun(
  db: Database,
  run: { schedule: string; id?: string | undefined; scheduledFor?: string | undefined },
): Promise<RunRow | undefined> {
  const [made] = await db
    .insert(runs)
    .values({ ...run, id: run.id ?? newId(), scheduledFor: run.scheduledFor ?? sql`now()`, cause: 'person' })
    .onConflictDoNothing({ target: runs.id })
    .returning()
  if (made) await notifySchedulers(db, 'plan')
  return made
}

/** Newest first. */
export function listRuns(
  db: Database,
  schedule: string,
  page: { limit: number; after?: string | undefined },
): Promise<RunRow[]> {
  return db
    .select()
    .from(runs)
    .where(and(eq(runs.schedule, schedule), page.after ? lt(runs.id, page.after) : undefined))
    .orderBy(desc(runs.id))
    .limit(page.limit)
}

export async function findRun(db: Database, runId: string): Promise<RunRow | undefined> {
  return (await db.select().from(runs).where(eq(runs.id, runId)))[0]
}

/** Of all attempts, in order. */
export function listRunLines(db: Database, runId: string): Promise<RunLineRow[]> {
  return db.select().from(runLines).where(eq(runLines.runId, runId)).orderBy(asc(runLines.attempt), asc(runLines.line))
}

/** For what became due outside of the schedule's own slots: it runs at once, unless it is paused or will run anyway. */
export async function runSoon(db: Database, schedule: string): Promise<void> {
  const { rowCount } = await db.execute(sql`
    insert into runs (id, schedule, scheduled_for, cause)
    select ${newId()}, name, now(), 'person' from schedules
    where name = ${schedule} and is_listed and not is_paused and not exists (
      select from runs where runs.schedule = schedules.name and cause = 'person' and state = 'waiting' and not is_queued)`)
  if (rowCount) await notifySchedulers(db, 'plan')
}
