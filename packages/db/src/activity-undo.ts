import { type SQL, sql } from 'drizzle-orm'
import { activity } from './activity.ts'
import type { Database } from './database.ts'

type Written = typeof activity.$inferSelect

/** Why a deed stays as it is. */
type NotUndone = 'unknown' | 'undone already' | 'changed since'

/**
 * Takes back all that a deed wrote, the last first: what it added is deleted, what it changed has its former values, what
 * it deleted for good is there again. Must run in a transaction, which is to be given up when this refuses.
 * @returns the rows of the deed.
 */
export async function undoDeed(tx: Database, owner: string, deed: string): Promise<Written[] | NotUndone> {
  const rows = await tx
    .select()
    .from(activity)
    .where(sql`owner_id = ${owner} and deed = ${deed}`)
    // A renamed category before what carries it, which follows by itself.
    .orderBy(sql`record is null desc, id desc`)
    .for('update')
  const [row] = rows
  if (!row) return 'unknown'
  if (row.undoneAt !== null) return 'undone already'
  if (await isAddedToSince(tx, owner, deed)) return 'changed since'
  await tx.execute(sql`select set_config('ichrisbirch.undoes', ${deed}, true)`)
  for (const each of rows) if (!(await takeBack(tx, owner, each))) return 'changed since'
  await tx.execute(sql`update activity set undone_at = now() where owner_id = ${owner} and deed = ${deed}`)
  // To take back an undo is to do it again.
  if (row.undoes !== null)
    await tx.execute(sql`update activity set undone_at = null where owner_id = ${owner} and deed = ${row.undoes}`)
  return rows
}

/** Whether something that the deed added has been changed: deleting it would take the newer change along. */
async function isAddedToSince(tx: Database, owner: string, deed: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    select from activity mine join activity newer
      on newer.owner_id = mine.owner_id and newer.record = mine.record and newer.id > mine.id
    where mine.owner_id = ${owner} and mine.deed = ${deed} and mine.operation = 'insert'
      and newer.deed <> mine.deed and newer.undone_at is null and newer.undoes is null
      and newer.record_table = mine.record_table
      and (mine.table_name = mine.record_table or newer.table_name = mine.table_name and newer.key = mine.key)
    limit 1`)
  return rowCount !== 0
}

/** @returns false when the row is not as the deed left it. */
async function takeBack(tx: Database, owner: string, row: Written): Promise<boolean> {
  const table = sql.identifier(row.tableName)
  const isTheRow = sql`owner_id = ${owner} and ${sql.join(
    Object.keys(row.key).map((column) => sql`t.${sql.identifier(column)} = ${valueOf(row, column)}`),
    sql` and `,
  )}`
  if (row.operation === 'insert') return removeAdded(tx, row, isTheRow)
  if (row.operation === 'delete') {
    const columns = list(Object.keys(row.before ?? {}))
    const { rowCount } = await tx.execute(sql`
      insert into ${table} (owner_id, ${columns})
      select ${owner}::uuid, ${columns} from ${recordOf(row, 'before')}
      on conflict do nothing`)
    return rowCount === 1
  }
  return giveBackValues(tx, row, isTheRow)
}

async function removeAdded(tx: Database, row: Written, isTheRow: SQL): Promise<boolean> {
  const table = sql.identifier(row.tableName)
  const { rowCount } = (await hasColumn(tx, row.tableName, 'deleted_at'))
    ? await tx.execute(sql`update ${table} t set deleted_at = now() where ${isTheRow} and deleted_at is null`)
    : await tx.execute(sql`delete from ${table} t where ${isTheRow}`)
  return rowCount === 1
}

async function giveBackValues(tx: Database, row: Written, isTheRow: SQL): Promise<boolean> {
  const { before, after } = row
  if (!before || !after) throw new Error(`activity ${row.id} is a change without values`)
  const table = sql.identifier(row.tableName)
  const names = Object.keys(before)
  const now = sql`jsonb_build_object(${sql.join(
    names.map((name) => sql`${name}::text, t.${sql.identifier(name)}`),
    sql`, `,
  )})`
  const stamp = (await hasColumn(tx, row.tableName, 'updated_at')) ? sql`, updated_at = now()` : sql``
  const { rowCount } = await tx.execute(sql`
    update ${table} t set (${list(names)}) = (
      select ${list(names)} from ${recordOf(row, 'before')})${stamp}
    where ${isTheRow} and ${now} = ${kept(row, 'after')}`)
  if (rowCount === 1) return true
  // What follows another row by itself, as a task its category's name, is as it was already.
  const same = await tx.execute(sql`select from ${table} t where ${isTheRow} and ${now} = ${kept(row, 'before')}`)
  return same.rowCount === 1
}

const list = (columns: string[]) =>
  sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  )

/** What was kept, without a way through JavaScript, whose numbers are floats. */
const kept = ({ id }: Written, fields: 'key' | 'before' | 'after') =>
  sql`(select ${sql.identifier(fields)} from activity where id = ${id})`
const recordOf = (row: Written, fields: 'key' | 'before') =>
  sql`jsonb_populate_record(null::${sql.identifier(row.tableName)}, ${kept(row, fields)})`
/** The value of a column of the key in its own type. */
const valueOf = (row: Written, column: string) => sql`(${recordOf(row, 'key')}).${sql.identifier(column)}`

async function hasColumn(tx: Database, table: string, column: string): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`select from pg_attribute where attrelid = ${table}::regclass and attname = ${column} and not attisdropped`,
  )
  return rowCount === 1
}
