import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LINE_LEVELS, MISSED_POLICIES, RUN_CAUSES, RUN_STATES } from '@ichrisbirch/contract/schedules'
import { id, instant } from './columns.ts'

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
