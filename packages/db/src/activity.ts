import type { Via } from '@ichrisbirch/contract/activity'
import { type SQL, sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, ownerId } from './columns.ts'
import { type Database, isoInstant } from './database.ts'
import { SOURCES } from './search.ts'

type Fields = Record<string, unknown>
/** Columns as words that can be shown, the long ones cut. */
type Words = Record<string, string | null>

/**
 * What was written, row by row, by the triggers of activity-triggers.ts. All that one transaction wrote is one deed: it
 * is shown and taken back as a whole.
 */
export const activity = pgTable(
  'activity',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** UUIDv7: its order is that of time. */
    deed: uuid('deed').notNull(),
    ownerId: ownerId(),
    at: instant('at').notNull().default(sql`now()`),
    via: text('via').$type<Via>().notNull(),
    /** The record that it is about: of a habit's check-in the habit. */
    recordTable: text('record_table').notNull(),
    record: uuid('record'),
    title: text('title'),
    /** The row that was written, by its primary key. */
    tableName: text('table_name').notNull(),
    key: jsonb('key').$type<Fields>().notNull(),
    operation: text('operation', { enum: ['insert', 'update', 'delete'] }).notNull(),
    /** The columns that changed, as they were; of a row that is gone all of it. */
    before: jsonb('before').$type<Fields>(),
    after: jsonb('after').$type<Fields>(),
    undoneAt: instant('undone_at'),
    /** The deed that this one has taken back. */
    undoes: uuid('undoes'),
  },
  (table) => [
    index('activity_deeds').on(table.ownerId, table.deed, table.id),
    index('activity_records').on(table.ownerId, table.record, table.id),
  ],
)

export interface DeedRow {
  id: string
  at: string
  via: Via
  undone: boolean
  canUndo: boolean
  count: number
  /** The first that it wrote, in order. */
  rows: WrittenRow[]
}

export interface WrittenRow {
  recordTable: string
  record: string | null
  title: string | null
  tableName: string
  operation: 'insert' | 'update' | 'delete'
  before: Words | null
  after: Words | null
}

/** Of a deed that wrote thousands of rows, so many tell what it was. */
const ROWS_SHOWN = 20

const LONGEST_SAID = 200

export interface ActivityFilterRow {
  record?: string | undefined
  via?: Via | undefined
  deed?: string | undefined
  limit: number
  /** The deed at which the page before ended. */
  before?: string | undefined
}

/** Up to `limit` deeds, newest first. */
export async function listDeeds(db: Database, owner: string, filter: ActivityFilterRow): Promise<DeedRow[]> {
  const { record, via, deed, limit, before } = filter
  const conditions: SQL[] = [sql`owner_id = ${owner}`]
  if (record) conditions.push(sql`record = ${record}`)
  if (via) conditions.push(sql`via = ${via}`)
  if (deed) conditions.push(sql`deed = ${deed}`)
  if (before) conditions.push(sql`deed < ${before}`)
  const { rows } = await db.execute<DeedRow & Record<string, unknown>>(sql`
    select page.deed as id, told.*, ${canUndo(sql`page.deed`, owner)} as "canUndo"
    from (select deed from activity where ${sql.join(conditions, sql` and `)}
      group by deed order by deed desc limit ${limit}) as page
    cross join lateral (
      select min(at) as at, min(via) as via, bool_or(undone_at is not null) as undone,
        (select count(distinct (record_table, coalesce(record::text, key::text)))::int from activity
         where owner_id = ${owner} and deed = page.deed) as count,
        json_agg(json_build_object('recordTable', record_table, 'record', record, 'title', title,
          'tableName', table_name, 'operation', operation,
          'before', ${said(sql`before`)}, 'after', ${said(sql`after`)}) order by id) as rows
      from (select * from activity where owner_id = ${owner} and deed = page.deed order by id limit ${ROWS_SHOWN}) as first
    ) as told
    order by page.deed desc`)
  return rows.map((row) => ({ ...row, at: isoInstant(row.at) }))
}

/** A row's columns in short words. */
const said = (columns: SQL) => sql`(
  select jsonb_object_agg(key, left(case jsonb_typeof(value)
    when 'array' then (select string_agg(each, ', ') from jsonb_array_elements_text(value) each)
    else value #>> '{}' end, ${LONGEST_SAID}))
  from jsonb_each(${columns}))`

/** Nothing newer, that still holds, has changed the same columns of the same rows, or a record that it added. */
const canUndo = (deed: SQL, owner: string) => sql`
  not exists (
    select from activity mine join activity newer
      on newer.owner_id = mine.owner_id and newer.record = mine.record and newer.id > mine.id
    where mine.owner_id = ${owner} and mine.deed = ${deed} and newer.deed <> mine.deed
      and newer.record_table = mine.record_table and newer.undone_at is null and newer.undoes is null
      and (mine.operation = 'insert' and mine.table_name = mine.record_table
        or newer.table_name = mine.table_name and newer.key = mine.key
          and (newer.operation <> 'update' or newer.before ?| array(select jsonb_object_keys(mine.before)))))`

/** Which of these records are there, and not deleted: `<table> <id>`. */
export async function listPresent(db: Database, owner: string, rows: WrittenRow[]): Promise<Set<string>> {
  const idsOf = new Map<string, Set<string>>()
  for (const { recordTable, record } of rows)
    if (record !== null && TABLES.has(recordTable))
      idsOf.set(recordTable, (idsOf.get(recordTable) ?? new Set()).add(record))
  if (idsOf.size === 0) return new Set()
  const parts = [...idsOf].map(
    ([table, ids]) => sql`
      select ${table} || ' ' || id as name from ${sql.identifier(table)}
      where owner_id = ${owner} and deleted_at is null and id in ${[...ids]}`,
  )
  const { rows: present } = await db.execute<{ name: string }>(sql.join(parts, sql` union all `))
  return new Set(present.map(({ name }) => name))
}

/** Where the pages of records are, by their tables: those that can be searched, and autotasks. */
const TABLES = new Map([
  ...Object.values(SOURCES).map(({ table, link }) => [table, link] as const),
  ['autotasks', '/autotasks/'],
])

/** Where the page of a record is. */
export const linkOf = (table: string, id: string) => `${TABLES.get(table) ?? ''}${id}`

/**
 * Work that nobody is told of: what a house does by itself while somebody looks, and rows that come by the thousand.
 */
export function untold<Result>(db: Database, work: (tx: Database) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('ichrisbirch.via', 'nobody', true)`)
    return work(tx)
  })
}

/**
 * Deletes for good what was done before a moment, the oldest first. What another transaction holds is left for the next time.
 * @returns how many rows went; `limit` when there may be more.
 */
export async function removeActivity(db: Database, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from activity where at < ${before.toISOString()} and id in (
      select id from activity order by id limit ${limit} for update skip locked)`)
  return rowCount ?? 0
}
