import { and, asc, count, desc, eq, getTableColumns, gt, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { categories } from './categories.ts'
import { type Changes, id, instant, newId, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { insertTask, type TaskRow, tasks } from './tasks.ts'
import { users } from './users.ts'

export const autotasks = pgTable(
  'autotasks',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    notes: text('notes'),
    category: text('category'),
    rule: text('rule').notNull(),
    startDay: date('start_day', { mode: 'string' }).notNull(),
    repeatFrom: text('repeat_from', { enum: ['due', 'completion'] }).notNull(),
    maxOpen: integer('max_open').notNull(),
    paused: boolean('paused').notNull().default(false),
    nextDay: date('next_day', { mode: 'string' }),
    /** The instant at which next_day's run is due in the owner's zone: what the scheduler looks for. */
    nextRunAt: instant('next_run_at'),
    runs: integer('runs').notNull().default(0),
    lastRunAt: instant('last_run_at'),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    foreignKey({
      name: 'autotasks_category',
      columns: [table.ownerId, table.category],
      foreignColumns: [categories.ownerId, categories.name],
    }).onUpdate('cascade'),
    index('autotasks_owner').on(table.ownerId, table.nextDay, table.id),
    index('autotasks_due')
      .on(table.nextRunAt)
      .where(sql`${table.nextRunAt} is not null and not ${table.paused} and ${table.deletedAt} is null`),
    index('autotasks_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

export const autotaskRuns = pgTable(
  'autotask_runs',
  {
    id: id(),
    ownerId: ownerId(),
    autotaskId: uuid('autotask_id')
      .notNull()
      .references(() => autotasks.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
    cause: text('cause', { enum: ['schedule', 'person'] }).notNull(),
    outcome: text('outcome', { enum: ['created', 'skipped'] }).notNull(),
    reason: text('reason', { enum: ['enough_open'] }),
    taskId: uuid('task_id').references((): AnyPgColumn => tasks.id, { onDelete: 'set null' }),
    ranAt: instant('ran_at').notNull().default(sql`now()`),
  },
  (table) => [
    // The promise that a due day becomes one task: a second run of the same slot cannot be written.
    uniqueIndex('autotask_runs_slot').on(table.autotaskId, table.day).where(sql`${table.cause} = 'schedule'`),
    index('autotask_runs_history').on(table.autotaskId, table.id),
    // A task that is deleted for good is looked for here: thousands are, in one night.
    index('autotask_runs_task').on(table.taskId),
  ],
)

const { ownerId: _owner, nextRunAt: _nextRunAt, ...columns } = getTableColumns(autotasks)
export type AutotaskRow = Omit<typeof autotasks.$inferSelect, 'ownerId' | 'nextRunAt'>
const { ownerId: _runOwner, autotaskId: _autotaskId, ...runColumns } = getTableColumns(autotaskRuns)
export type AutotaskRunRow = Omit<typeof autotaskRuns.$inferSelect, 'ownerId' | 'autotaskId'>

/** When the next run is: a day, and the instant in the owner's zone. Both null when none is. */
export interface Slot {
  nextDay: string | null
  nextRunAt: string | null
}

export interface AutotaskPage {
  status: 'current' | 'deleted'
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Autotasks without a next day come last; 'infinity' stands for it in the page key. */
const nextOrNever = sql<string>`coalesce(${autotasks.nextDay}, 'infinity'::date)`

export function listAutotasks(db: Database, owner: string, page: AutotaskPage): Promise<AutotaskRow[]> {
  const { after } = page
  return db
    .select(columns)
    .from(autotasks)
    .where(
      and(
        eq(autotasks.ownerId, owner),
        page.status === 'deleted' ? isNotNull(autotasks.deletedAt) : isNull(autotasks.deletedAt),
        after && sql`(${nextOrNever}, ${autotasks.id}) > (${after.value}::date, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(nextOrNever), asc(autotasks.id))
    .limit(page.limit)
}

export async function findAutotask(db: Database, owner: string, autotaskId: string): Promise<AutotaskRow | undefined> {
  return (await db.select(columns).from(autotasks).where(mine(owner, autotaskId)))[0]
}

/** Locks the autotask until the transaction ends, so that a run and a change wait for each other. */
export async function lockAutotask(db: Database, owner: string, autotaskId: string): Promise<AutotaskRow | undefined> {
  return (await db.select(columns).from(autotasks).where(mine(owner, autotaskId)).for('update'))[0]
}

type NewAutotaskRow = Omit<typeof autotasks.$inferInsert, 'ownerId'> & { id: string }

/** @returns undefined when the id is taken. */
export async function insertAutotask(
  db: Database,
  owner: string,
  autotask: NewAutotaskRow,
): Promise<AutotaskRow | undefined> {
  const rows = await db
    .insert(autotasks)
    .values({ ...autotask, ownerId: owner })
    .onConflictDoNothing({ target: autotasks.id })
    .returning(columns)
  return rows[0]
}

type AutotaskChangeRow = Changes<Omit<typeof autotasks.$inferInsert, 'id' | 'ownerId'>>

export async function changeAutotask(
  db: Database,
  owner: string,
  autotaskId: string,
  change: AutotaskChangeRow,
): Promise<AutotaskRow | undefined> {
  const rows = await db
    .update(autotasks)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, autotaskId), isNull(autotasks.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** @returns true when this call changed it. A restored one gets its next slot from the caller. */
export async function setAutotaskDeleted(db: Database, owner: string, autotaskId: string): Promise<boolean> {
  const rows = await db
    .update(autotasks)
    .set({ deletedAt: sql`now()`, nextDay: null, nextRunAt: null, updatedAt: sql`now()` })
    .where(and(mine(owner, autotaskId), isNull(autotasks.deletedAt)))
    .returning({ id: autotasks.id })
  return rows.length > 0
}

export async function restoreAutotask(
  db: Database,
  owner: string,
  autotaskId: string,
  slot: Slot,
): Promise<AutotaskRow | undefined> {
  const rows = await db
    .update(autotasks)
    .set({ deletedAt: null, ...slot, updatedAt: sql`now()` })
    .where(and(mine(owner, autotaskId), isNotNull(autotasks.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** All that have a next day: their instants change with the owner's zone or day start. */
export function listPlannedAutotasks(db: Database, owner: string): Promise<AutotaskRow[]> {
  return db
    .select(columns)
    .from(autotasks)
    .where(and(eq(autotasks.ownerId, owner), isNotNull(autotasks.nextDay)))
    .for('update')
}

export async function listAutotaskRuns(
  db: Database,
  owner: string,
  autotaskId: string,
  page: { limit: number; after?: string | undefined },
): Promise<AutotaskRunRow[]> {
  return db
    .select(runColumns)
    .from(autotaskRuns)
    .where(
      and(
        eq(autotaskRuns.ownerId, owner),
        eq(autotaskRuns.autotaskId, autotaskId),
        page.after ? lt(autotaskRuns.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(autotaskRuns.id))
    .limit(page.limit)
}

export interface DueAutotask {
  autotask: AutotaskRow & { nextDay: string }
  owner: { id: string; timeZone: string; dayStartHour: number }
  openCopies: number
  /** The slot has its run already: the rule was changed back to a day that is done. */
  alreadyRan: boolean
}

/**
 * The autotask that has been due longest, by the database's clock, locked until the transaction ends; another
 * scheduler passes over it. Killed in the middle, nothing of the run was written and the next scheduler finds it again.
 */
export async function claimDueAutotask(db: Database): Promise<DueAutotask | undefined> {
  const [due] = await db
    .select({
      autotask: columns,
      owner: { id: users.id, timeZone: users.timeZone, dayStartHour: users.dayStartHour },
    })
    .from(autotasks)
    .innerJoin(users, eq(users.id, autotasks.ownerId))
    .where(
      and(
        sql`${autotasks.nextRunAt} <= now()`,
        isNotNull(autotasks.nextDay),
        eq(autotasks.paused, false),
        isNull(autotasks.deletedAt),
      ),
    )
    .orderBy(asc(autotasks.nextRunAt))
    .limit(1)
    .for('update', { of: autotasks, skipLocked: true })
  if (!due?.autotask.nextDay) return undefined
  const autotask = { ...due.autotask, nextDay: due.autotask.nextDay }
  const ran = await db
    .select({ id: autotaskRuns.id })
    .from(autotaskRuns)
    .where(
      and(
        eq(autotaskRuns.autotaskId, autotask.id),
        eq(autotaskRuns.day, autotask.nextDay),
        eq(autotaskRuns.cause, 'schedule'),
      ),
    )
  return { ...due, autotask, openCopies: await countOpenCopies(db, autotask.id), alreadyRan: ran.length > 0 }
}

export async function countOpenCopies(db: Database, autotaskId: string): Promise<number> {
  const [row] = await db
    .select({ copies: count() })
    .from(tasks)
    .where(and(eq(tasks.autotaskId, autotaskId), isNull(tasks.completedAt), isNull(tasks.deletedAt)))
  return row?.copies ?? 0
}

/** Writes the task, the run and the next slot, all or nothing. Must run in the transaction that locked the autotask. */
export async function createCopy(
  db: Database,
  owner: string,
  autotask: AutotaskRow,
  run: { day: string; cause: 'schedule' | 'person' },
  slot: Slot | undefined,
): Promise<TaskRow> {
  const { name, notes, category } = autotask
  const task = await insertTask(
    db,
    owner,
    { id: newId(), name, notes, category, dueDay: run.day, autotaskId: autotask.id },
    'last',
  )
  if (!task) throw new Error('a new UUID was taken')
  await db.insert(autotaskRuns).values({
    ownerId: owner,
    autotaskId: autotask.id,
    ...run,
    outcome: 'created',
    taskId: task.id,
  })
  await db
    .update(autotasks)
    .set({ ...slot, runs: sql`${autotasks.runs} + 1`, lastRunAt: sql`now()` })
    .where(mine(owner, autotask.id))
  return task
}

/** Writes why a due slot made no task, and the next slot. Must run in the transaction that locked the autotask. */
export async function recordSkip(
  db: Database,
  owner: string,
  autotask: AutotaskRow & { nextDay: string },
  reason: 'enough_open',
  slot: Slot,
): Promise<void> {
  await db.insert(autotaskRuns).values({
    ownerId: owner,
    autotaskId: autotask.id,
    day: autotask.nextDay,
    cause: 'schedule',
    outcome: 'skipped',
    reason,
  })
  await db
    .update(autotasks)
    .set({ ...slot, lastRunAt: sql`now()` })
    .where(mine(owner, autotask.id))
}

/** Whether a newer copy than this task was made: then its reopening does not hold up the next. */
export async function isNewestCopy(db: Database, task: { id: string; autotaskId: string }): Promise<boolean> {
  const newer = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.autotaskId, task.autotaskId), gt(tasks.id, task.id)))
    .limit(1)
  return newer.length === 0
}

function mine(owner: string, autotaskId: string): SQL | undefined {
  return and(eq(autotasks.id, autotaskId), eq(autotasks.ownerId, owner))
}
