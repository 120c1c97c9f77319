import { sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { alarms } from './alarms.ts'
import type { Database } from './database.ts'
import { digests } from './digests.ts'
import { runs, schedules } from './schedules.ts'
import { sessions, verifications } from './users.ts'

/** What ends with time, besides what a person deleted, and since when: each column has an index, but for alarms, which are few. */
const REMOVABLE = {
  sessions: { table: sessions, id: sessions.id, since: sessions.expiresAt },
  verifications: { table: verifications, id: verifications.id, since: verifications.expiresAt },
  digests: { table: digests, id: digests.id, since: digests.madeAt },
  alarms: { table: alarms, id: alarms.id, since: alarms.clearedAt },
} satisfies Record<string, { table: PgTable; id: PgColumn; since: PgColumn }>

export type Removable = keyof typeof REMOVABLE

/** The tables of records that a person can delete and restore: a new feature's is found without being named here. */
export async function listTablesOfRecords(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ table: string }>(sql`
    select table_name as table from information_schema.columns
    where table_schema = 'public' and column_name in ('owner_id', 'deleted_at')
    group by table_name having count(*) = 2 order by table_name`)
  return rows.map(({ table }) => table)
}

/**
 * Deletes for good, with all that belongs to it, the oldest of a table's records that a person deleted before a moment.
 * What another transaction holds is left for the next time.
 * @returns how many rows went; `limit` when there may be more.
 */
export async function removeDeleted(db: Database, table: string, before: Date, limit: number): Promise<number> {
  const records = sql.identifier(table)
  const { rowCount } = await db.execute(sql`
    delete from ${records} where id in (
      select id from ${records} where deleted_at < ${before.toISOString()} order by deleted_at limit ${limit}
      for update skip locked)`)
  return rowCount ?? 0
}

/**
 * Deletes for good, with all that belongs to it, the oldest of what expired, was made or cleared before a moment. What another transaction holds is left for the next time.
 * @returns how many rows went; `limit` when there may be more.
 */
export async function removeBatch(db: Database, what: Removable, before: Date, limit: number): Promise<number> {
  const { table, id, since } = REMOVABLE[what]
  const { rowCount } = await db.execute(sql`
    delete from ${table} where ${id} in (
      select ${id} from ${table} where ${since} < ${before.toISOString()} order by ${since} limit ${limit}
      for update skip locked)`)
  return rowCount ?? 0
}

/**
 * Deletes for good the photos that no record has shown since a moment. Which tables show photos, their foreign keys say:
 * a new feature's is found without being named here.
 * @returns how many went; `limit` when there may be more.
 */
export async function removeUnusedFiles(db: Database, before: Date, limit: number): Promise<number> {
  const { rows } = await db.execute<{ table: string; column: string }>(sql`
    select child.relname as table, attname as column from pg_constraint
    join pg_class child on child.oid = conrelid
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'files'::regclass`)
  const unshown = rows.map(
    ({ table, column }) =>
      sql`not exists (select from ${sql.identifier(table)} where ${sql.identifier(column)} = files.id)`,
  )
  const { rowCount } = await db.execute(sql`
    delete from files where id in (
      select id from files where updated_at < ${before.toISOString()} and ${sql.join(unshown, sql` and `)}
      order by updated_at limit ${limit} for update skip locked)`)
  return rowCount ?? 0
}

/**
 * Deletes runs that ended before a moment, with their lines; of each schedule the newest `keep` stay, however old: a
 * yearly one has a history too.
 * @returns how many went; `limit` when there may be more.
 */
export async function removeRuns(
  db: Database,
  { before, keep, limit }: { before: Date; keep: number; limit: number },
): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from ${runs} where ${runs.id} in (
      select old.id from ${schedules} s
      cross join lateral (
        select id from ${runs} where ${runs.schedule} = s.name order by id desc offset ${keep - 1} limit 1) kept
      cross join lateral (
        select id from ${runs}
        where ${runs.schedule} = s.name and ${runs.id} < kept.id and ${runs.finishedAt} < ${before.toISOString()}
        order by id limit ${limit}) old
      limit ${limit})`)
  return rowCount ?? 0
}
