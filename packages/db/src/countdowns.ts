import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { customType, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const countdowns = pgTable(
  'countdowns',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    notes: text('notes'),
    day: date('day', { mode: 'string' }).notNull(),
    rule: text('rule'),
    unit: text('unit', { enum: ['days', 'weeks', 'months', 'years'] }).notNull(),
    hue: integer('hue').notNull(),
    /** What lists are ordered by. Of a yearly one it is moved on when it has passed: {@link listPassedYearly}. */
    nextDay: date('next_day', { mode: 'string' }).notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    index('countdowns_next').on(table.ownerId, table.nextDay, table.id).where(sql`${table.deletedAt} is null`),
    index('countdowns_yearly')
      .on(table.ownerId, table.nextDay)
      .where(sql`${table.rule} is not null and ${table.deletedAt} is null`),
    index('countdowns_search').using('gin', table.search),
    index('countdowns_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(countdowns)
export type CountdownRow = Omit<typeof countdowns.$inferSelect, 'ownerId' | 'search'>

export interface CountdownPage {
  which: 'coming' | 'since' | 'deleted'
  /** The owner's day. */
  today: string
  limit: number
  /** Next day and id of the last row of the page before; for deleted ones the instant of deletion and id. */
  after?: { value: string; id: string } | undefined
}

/** Those to come, nearest first; those that have passed, nearest first; deleted ones, newest first. */
export function listCountdowns(db: Database, owner: string, page: CountdownPage): Promise<CountdownRow[]> {
  const { which, today, after } = page
  const key = which === 'deleted' ? countdowns.deletedAt : countdowns.nextDay
  const isComing = which === 'coming'
  const last = after && sql`(${sql.param(after.value, key)}, ${after.id}::uuid)`
  return db
    .select(columns)
    .from(countdowns)
    .where(
      and(
        eq(countdowns.ownerId, owner),
        which === 'deleted' ? isNotNull(countdowns.deletedAt) : isNull(countdowns.deletedAt),
        which === 'coming' ? gte(countdowns.nextDay, today) : undefined,
        which === 'since' ? lt(countdowns.nextDay, today) : undefined,
        last && (isComing ? sql`(${key}, ${countdowns.id}) > ${last}` : sql`(${key}, ${countdowns.id}) < ${last}`),
      ),
    )
    .orderBy(isComing ? asc(key) : desc(key), isComing ? asc(countdowns.id) : desc(countdowns.id))
    .limit(page.limit)
}

/** Yearly ones whose next day has passed: the caller knows their rules, and {@link setNextDays} moves them on. */
export function listPassedYearly(db: Database, owner: string, today: string): Promise<CountdownRow[]> {
  return db
    .select(columns)
    .from(countdowns)
    .where(
      and(
        eq(countdowns.ownerId, owner),
        isNotNull(countdowns.rule),
        isNull(countdowns.deletedAt),
        lt(countdowns.nextDay, today),
      ),
    )
}

/** Nothing that the person wrote changes, so `updated_at` stays. */
export async function setNextDays(
  db: Database,
  owner: string,
  next: readonly { id: string; nextDay: string }[],
): Promise<void> {
  await db.execute(sql`
    update countdowns set next_day = next.day
    from unnest(${sql.param(next.map((row) => row.id))}::uuid[], ${sql.param(next.map((row) => row.nextDay))}::date[]) as next (id, day)
    where countdowns.id = next.id and countdowns.owner_id = ${owner}`)
}

export async function findCountdown(
  db: Database,
  owner: string,
  countdownId: string,
): Promise<CountdownRow | undefined> {
  return (await db.select(columns).from(countdowns).where(mine(owner, countdownId)))[0]
}

type NewCountdownRow = Omit<typeof countdowns.$inferInsert, 'ownerId'> & { id: string }

/** @returns undefined when the id is taken. */
export async function insertCountdown(
  db: Database,
  owner: string,
  countdown: NewCountdownRow,
): Promise<CountdownRow | undefined> {
  const rows = await db
    .insert(countdowns)
    .values({ ...countdown, ownerId: owner })
    .onConflictDoNothing({ target: countdowns.id })
    .returning(columns)
  return rows[0]
}

type CountdownChangeRow = Changes<Omit<typeof countdowns.$inferInsert, 'id' | 'ownerId' | 'search'>>

export async function changeCountdown(
  db: Database,
  owner: string,
  countdownId: string,
  change: CountdownChangeRow,
): Promise<CountdownRow | undefined> {
  const rows = await db
    .update(countdowns)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, countdownId), isNull(countdowns.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** @returns the countdown when this call changed it, undefined when it was so already or is not there. */
export async function setCountdownState(
  db: Database,
  owner: string,
  countdownId: string,
  state: 'deleted' | 'restored',
): Promise<CountdownRow | undefined> {
  const transition = {
    deleted: { deletedAt: sql`now()`, from: isNull(countdowns.deletedAt) },
    restored: {
      deletedAt: null,
      from: sql`${countdowns.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
    },
  }[state]
  const rows = await db
    .update(countdowns)
    .set({ deletedAt: transition.deletedAt, updatedAt: sql`now()` })
    .where(and(mine(owner, countdownId), transition.from))
    .returning(columns)
  return rows[0]
}

function mine(owner: string, countdownId: string): SQL | undefined {
  return and(eq(countdowns.id, countdownId), eq(countdowns.ownerId, owner))
}
