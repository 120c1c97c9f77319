import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, desc, eq, getTableColumns, gte, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { customType, date, index, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const moneyWasted = pgTable(
  'money_wasted',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    // As many decimals as were typed: 12.50 comes back as 12.50.
    amount: numeric('amount').notNull(),
    currency: text('currency').notNull(),
    wastedDay: date('wasted_day', { mode: 'string' }).notNull(),
    boughtDay: date('bought_day', { mode: 'string' }),
    reason: text('reason'),
    notes: text('notes'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(reason, '')), 'B') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    index('money_wasted_days').on(table.ownerId, table.wastedDay, table.id).where(sql`${table.deletedAt} is null`),
    index('money_wasted_tags').using('gin', table.tags),
    index('money_wasted_search').using('gin', table.search),
    index('money_wasted_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(moneyWasted)
export type MoneyWastedRow = Omit<typeof moneyWasted.$inferSelect, 'ownerId' | 'search'>

export interface MoneyWastedPage {
  status: 'current' | 'deleted'
  from?: string | undefined
  to?: string | undefined
  /** Empty for those without one. */
  reason?: string | undefined
  limit: number
  /** The day and id of the last row of the page before. */
  after?: { value: string; id: string } | undefined
}

/** Up to `limit`, the latest day first. */
export function listMoneyWasted(db: Database, owner: string, page: MoneyWastedPage): Promise<MoneyWastedRow[]> {
  const { status, reason, after } = page
  return db
    .select(columns)
    .from(moneyWasted)
    .where(
      and(
        eq(moneyWasted.ownerId, owner),
        status === 'deleted' ? isNotNull(moneyWasted.deletedAt) : isNull(moneyWasted.deletedAt),
        ...within(page),
        reason === undefined
          ? undefined
          : reason === ''
            ? isNull(moneyWasted.reason)
            : eq(sql`lower(${moneyWasted.reason})`, reason.toLowerCase()),
        after && sql`(${moneyWasted.wastedDay}, ${moneyWasted.id}) < (${after.value}::date, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(moneyWasted.wastedDay), desc(moneyWasted.id))
    .limit(page.limit)
}

function within({ from, to }: { from?: string | undefined; to?: string | undefined }): (SQL | undefined)[] {
  return [from ? gte(moneyWasted.wastedDay, from) : undefined, to ? lte(moneyWasted.wastedDay, to) : undefined]
}

export interface MoneyWastedSumRow {
  /** YYYY-MM, in the rows of months. */
  month: string | null
  reason: string | null
  currency: string
  /** Decimal text. */
  amount: string
  count: number
  by: 'currency' | 'month' | 'reason'
}

/** Sums of a time by currency, by month and by reason, the largest first, in one reading of its rows. */
export async function sumMoneyWasted(
  db: Database,
  owner: string,
  time: { from?: string | undefined; to?: string | undefined },
): Promise<MoneyWastedSumRow[]> {
  const counted = and(eq(moneyWasted.ownerId, owner), isNull(moneyWasted.deletedAt), ...within(time))
  const { rows } = await db.execute<Record<string, unknown> & MoneyWastedSumRow>(sql`
    select month, reason, currency, sum(amount)::text as amount, count(*)::int as count,
      case grouping(month, reason) when 3 then 'currency' when 1 then 'month' else 'reason' end as by
    from (
      select to_char(wasted_day, 'YYYY-MM') as month, reason, currency, amount from ${moneyWasted} where ${counted}) wasted
    group by grouping sets ((currency), (currency, month), (currency, reason))
    order by month, sum(amount) desc, reason`)
  return rows
}

/** @returns null twice when no money was ever wasted up to `today`. */
export async function countDaysWithout(
  db: Database,
  owner: string,
  today: string,
): Promise<{ daysWithout: number | null; mostDaysWithout: number | null }> {
  const counted = and(eq(moneyWasted.ownerId, owner), isNull(moneyWasted.deletedAt), lte(moneyWasted.wastedDay, today))
  const { rows } = await db.execute<{ last: number | null; most: number | null }>(sql`
    select min(${today}::date - day) as last, max(coalesce(next - day - 1, ${today}::date - day)) as most
    from (
      select day, lead(day) over (order by day) as next
      from (select distinct wasted_day as day from ${moneyWasted} where ${counted}) days) gaps`)
  return { daysWithout: rows[0]?.last ?? null, mostDaysWithout: rows[0]?.most ?? null }
}

/** The reasons in use, the one used most first. */
export async function listReasons(db: Database, owner: string): Promise<string[]> {
  const rows = await db
    .select({ reason: moneyWasted.reason })
    .from(moneyWasted)
    .where(and(eq(moneyWasted.ownerId, owner), isNull(moneyWasted.deletedAt), isNotNull(moneyWasted.reason)))
    .groupBy(moneyWasted.reason)
    .orderBy(desc(sql`count(*)`), moneyWasted.reason)
    .limit(100)
  return rows.flatMap(({ reason }) => reason ?? [])
}

export async function findMoneyWasted(
  db: Database,
  owner: string,
  wasteId: string,
): Promise<MoneyWastedRow | undefined> {
  return (await db.select(columns).from(moneyWasted).where(mine(owner, wasteId)))[0]
}

type NewMoneyWastedRow = Omit<typeof moneyWasted.$inferInsert, 'ownerId'> & { id: string }

/** @returns undefined when the id is taken. */
export async function insertMoneyWasted(
  db: Database,
  owner: string,
  waste: NewMoneyWastedRow,
): Promise<MoneyWastedRow | undefined> {
  const rows = await db
    .insert(moneyWasted)
    .values({ ...waste, ownerId: owner })
    .onConflictDoNothing({ target: moneyWasted.id })
    .returning(columns)
  return rows[0]
}

export async function changeMoneyWasted(
  db: Database,
  owner: string,
  wasteId: string,
  change: Changes<Omit<NewMoneyWastedRow, 'id'>>,
): Promise<MoneyWastedRow | undefined> {
  const rows = await db
    .update(moneyWasted)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, wasteId), isNull(moneyWasted.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** @returns the waste when this call changed it, undefined when it was so already or is not there. */
export async function setMoneyWastedState(
  db: Database,
  owner: string,
  wasteId: string,
  state: 'deleted' | 'restored',
): Promise<MoneyWastedRow | undefined> {
  const isDeletion = state === 'deleted'
  const rows = await db
    .update(moneyWasted)
    .set({ deletedAt: isDeletion ? sql`now()` : null, updatedAt: sql`now()` })
    .where(
      and(
        mine(owner, wasteId),
        isDeletion
          ? isNull(moneyWasted.deletedAt)
          : sql`${moneyWasted.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
      ),
    )
    .returning(columns)
  return rows[0]
}

function mine(owner: string, wasteId: string): SQL | undefined {
  return and(eq(moneyWasted.id, wasteId), eq(moneyWasted.ownerId, owner))
}
