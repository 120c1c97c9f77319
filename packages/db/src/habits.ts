import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { categories } from './categories.ts'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const habits = pgTable(
  'habits',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    notes: text('notes'),
    category: text('category'),
    schedule: text('schedule', { enum: ['daily', 'weekdays', 'weekly', 'interval'] }).notNull(),
    weekdays: smallint('weekdays').array().notNull().default(sql`'{}'`),
    timesAWeek: integer('times_a_week').notNull().default(1),
    everyDays: integer('every_days').notNull().default(1),
    /** How much a day, of a habit that is counted; as the person wrote it. */
    target: numeric('target'),
    unit: text('unit'),
    startDay: date('start_day', { mode: 'string' }).notNull(),
    paused: boolean('paused').notNull().default(false),
    /** Every pause, the one it is in included. */
    pauses: jsonb('pauses').$type<{ from: string; to: string | null }[]>().notNull().default([]),
    // What follows from the check-ins, written with each of them, so that a list of habits reads no history.
    nextDay: date('next_day', { mode: 'string' }).notNull(),
    streak: integer('streak').notNull().default(0),
    bestStreak: integer('best_streak').notNull().default(0),
    streakUntil: date('streak_until', { mode: 'string' }).notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    foreignKey({
      name: 'habits_category',
      columns: [table.ownerId, table.category],
      foreignColumns: [categories.ownerId, categories.name],
    }).onUpdate('cascade'),
    index('habits_list')
      .on(table.ownerId, sql`lower(coalesce(${table.category}, ''))`, table.id)
      .where(sql`${table.deletedAt} is null`),
    index('habits_left')
      .on(table.ownerId, table.nextDay)
      .where(sql`${table.deletedAt} is null and not ${table.paused}`),
    index('habits_of_category').on(table.ownerId, table.category),
    index('habits_search').using('gin', table.search),
    index('habits_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

/** One a day: what was done, of which target, under which name and in which zone's day; a later change of the habit leaves it. */
export const habitCheckIns = pgTable(
  'habit_check_ins',
  {
    habitId: uuid('habit_id')
      .notNull()
      .references(() => habits.id, { onDelete: 'cascade' }),
    ownerId: ownerId(),
    day: date('day', { mode: 'string' }).notNull(),
    state: text('state', { enum: ['done', 'skipped', 'open'] }).notNull(),
    amount: numeric('amount'),
    target: numeric('target'),
    unit: text('unit'),
    note: text('note'),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    at: instant('at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.habitId, table.day] }),
    index('habit_check_ins_day').on(table.ownerId, table.day),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(habits)
const { ownerId: _checkInOwner, habitId: _habitId, ...checkInColumns } = getTableColumns(habitCheckIns)
export type CheckInRow = Omit<typeof habitCheckIns.$inferSelect, 'ownerId' | 'habitId'>

type RecentRow = Pick<CheckInRow, 'day' | 'state' | 'amount' | 'target' | 'note'>
export type HabitRow = Omit<typeof habits.$inferSelect, 'ownerId' | 'search'> & {
  /** The check-ins of the seven days to the owner's, in their order. */
  recent: RecentRow[]
  /** What lists are ordered by, before the id. */
  group: string
}

const group = sql<string>`lower(coalesce(${habits.category}, ''))`

/** The week comes with its row: one look into the primary key for each habit that is listed. */
const withWeek = (today: string) => ({
  ...columns,
  group,
  recent: sql<RecentRow[]>`(
    select coalesce(json_agg(json_build_object('day', c.day, 'state', c.state, 'amount', c.amount::text,
      'target', c.target::text, 'note', c.note) order by c.day), '[]')
    from habit_check_ins c where c.habit_id = ${habits.id} and c.day > ${today}::date - 7)`,
})

export interface HabitPage {
  status: 'current' | 'left' | 'paused' | 'deleted'
  /** The owner's day. */
  today: string
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Habits by category, those without one first; deleted ones newest first. One statement, whatever their number. */
export function listHabits(db: Database, owner: string, page: HabitPage): Promise<HabitRow[]> {
  const { status, today, after } = page
  const isDeleted = status === 'deleted'
  const last = isDeleted
    ? after &&
      sql`(${habits.deletedAt}, ${habits.id}) < (${sql.param(after.value, habits.deletedAt)}, ${after.id}::uuid)`
    : after && sql`(${group}, ${habits.id}) > (${after.value}, ${after.id}::uuid)`
  return db
    .select(withWeek(today))
    .from(habits)
    .where(
      and(
        eq(habits.ownerId, owner),
        isDeleted ? isNotNull(habits.deletedAt) : isNull(habits.deletedAt),
        isDeleted ? undefined : eq(habits.paused, status === 'paused'),
        status === 'left' ? isLeft(today) : undefined,
        last,
      ),
    )
    .orderBy(...(isDeleted ? [desc(habits.deletedAt), desc(habits.id)] : [asc(group), asc(habits.id)]))
    .limit(page.limit)
}

/** A weekday that passed leaves its next day behind: today must be one of them too. */
function isLeft(today: string): SQL | undefined {
  return and(
    lte(habits.nextDay, today),
    sql`(${habits.schedule} <> 'weekdays' or extract(isodow from ${today}::date) = any(${habits.weekdays}))`,
  )
}

export async function findHabit(
  db: Database,
  owner: string,
  habitId: string,
  today: string,
): Promise<HabitRow | undefined> {
  return (await db.select(withWeek(today)).from(habits).where(mine(owner, habitId)))[0]
}

/** Locks the habit until the transaction ends, so that two check-ins at once are both counted. */
export async function lockHabit(
  db: Database,
  owner: string,
  habitId: string,
  today: string,
): Promise<HabitRow | undefined> {
  await db.select({ id: habits.id }).from(habits).where(mine(owner, habitId)).for('update')
  return findHabit(db, owner, habitId, today)
}

type NewHabitRow = Omit<typeof habits.$inferInsert, 'ownerId' | 'search'> & { id: string }

/** @returns false when the id is taken. */
export async function insertHabit(db: Database, owner: string, habit: NewHabitRow): Promise<boolean> {
  const rows = await db
    .insert(habits)
    .values({ ...habit, ownerId: owner })
    .onConflictDoNothing({ target: habits.id })
    .returning({ id: habits.id })
  return rows.length > 0
}

type HabitChangeRow = Changes<Omit<typeof habits.$inferInsert, 'id' | 'ownerId' | 'search'>>

export async function changeHabit(db: Database, owner: string, habitId: string, change: HabitChangeRow): Promise<void> {
  await db
    .update(habits)
    .set({ ...change, updatedAt: sql`now()` })
    .where(mine(owner, habitId))
}

/** What follows from the check-ins: nothing that the person wrote, so `updated_at` stays. */
export async function setProgress(
  db: Database,
  owner: string,
  habitId: string,
  progress: Pick<HabitRow, 'nextDay' | 'streak' | 'bestStreak' | 'streakUntil'>,
): Promise<void> {
  await db.update(habits).set(progress).where(mine(owner, habitId))
}

/** @returns true when this call changed it, false when it was so already or is not there. */
export async function setHabitState(
  db: Database,
  owner: string,
  habitId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const transition = {
    deleted: { deletedAt: sql`now()`, from: isNull(habits.deletedAt) },
    restored: { deletedAt: null, from: sql`${habits.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})` },
  }[state]
  const rows = await db
    .update(habits)
    .set({ deletedAt: transition.deletedAt, updatedAt: sql`now()` })
    .where(and(mine(owner, habitId), transition.from))
    .returning({ id: habits.id })
  return rows.length > 0
}

/** All that a habit's streaks and strength are counted from, oldest first. */
export function listMarks(
  db: Database,
  owner: string,
  habitId: string,
): Promise<Pick<CheckInRow, 'day' | 'state' | 'amount' | 'target'>[]> {
  const { day, state, amount, target } = habitCheckIns
  return db.select({ day, state, amount, target }).from(habitCheckIns).where(ofHabit(owner, habitId)).orderBy(asc(day))
}

/** Up to `limit` check-ins, newest first, those before a day. */
export function listCheckIns(
  db: Database,
  owner: string,
  habitId: string,
  page: { limit: number; before?: string | undefined },
): Promise<CheckInRow[]> {
  return db
    .select(checkInColumns)
    .from(habitCheckIns)
    .where(and(ofHabit(owner, habitId), page.before === undefined ? undefined : lt(habitCheckIns.day, page.before)))
    .orderBy(desc(habitCheckIns.day))
    .limit(page.limit)
}

export async function findCheckIn(
  db: Database,
  owner: string,
  habitId: string,
  day: string,
): Promise<CheckInRow | undefined> {
  const rows = await db
    .select(checkInColumns)
    .from(habitCheckIns)
    .where(and(ofHabit(owner, habitId), eq(habitCheckIns.day, day)))
  return rows[0]
}

export async function saveCheckIn(
  db: Database,
  owner: string,
  habitId: string,
  checkIn: Omit<CheckInRow, 'at'>,
): Promise<void> {
  await db
    .insert(habitCheckIns)
    .values({ ...checkIn, habitId, ownerId: owner })
    .onConflictDoUpdate({
      target: [habitCheckIns.habitId, habitCheckIns.day],
      set: { ...checkIn, at: sql`now()` },
    })
}

export async function deleteCheckIn(db: Database, owner: string, habitId: string, day: string): Promise<void> {
  await db.delete(habitCheckIns).where(and(ofHabit(owner, habitId), eq(habitCheckIns.day, day)))
}

function mine(owner: string, habitId: string): SQL | undefined {
  return and(eq(habits.id, habitId), eq(habits.ownerId, owner))
}

function ofHabit(owner: string, habitId: string): SQL | undefined {
  return and(eq(habitCheckIns.habitId, habitId), eq(habitCheckIns.ownerId, owner))
}
