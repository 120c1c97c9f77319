import type pg from 'pg'
import { ArchiveFault } from './fault.ts'
import { type ArchivedTable, isBytes, list, quoted, type Reference } from './tables.ts'

/**
 * Puts the staged records of a table in place. @returns how many.
 * @param columns those that the archive has: a newer one of this house takes its default.
 * @throws ArchiveFault that names the line.
 */
export async function insertRecords(
  client: pg.ClientBase,
  owner: string,
  table: ArchivedTable,
  columns: string[],
): Promise<number> {
  const kept = table.columns.filter(({ name }) => columns.includes(name))
  await refuseStrangeKeys(
    client,
    table,
    kept.map(({ name }) => name),
  )
  await refuseMissingFiles(client, table)
  const insert = (from: number, to: number) => client.query(insertText(table, kept), [owner, from, to])
  const last = await lastLine(client, table)
  await client.query('savepoint records')
  try {
    for (const reference of table.references) await refuseForeign(client, owner, table, reference)
    await insert(1, last)
  } catch (error) {
    if (error instanceof ArchiveFault) throw error
    await client.query('rollback to savepoint records')
    throw await faultOfLine(client, table, insert, last)
  }
  return last
}

async function lastLine(client: pg.ClientBase, { name }: ArchivedTable): Promise<number> {
  const { rows } = await client.query<{ last: number | null }>(`select max(line) as last from ${staged(name)}`)
  return rows[0]?.last ?? 0
}

const staged = (name: string) => quoted(`staged_${name}`)
const fileOf = ({ name }: ArchivedTable) => `data/${name}.jsonl`

async function refuseStrangeKeys(client: pg.ClientBase, table: ArchivedTable, columns: string[]): Promise<void> {
  const objects = await client.query<{ line: number }>(
    `select line from ${staged(table.name)} where json_typeof(record) <> 'object' order by line limit 1`,
  )
  if (objects.rows[0])
    throw new ArchiveFault('malformed', 'it is no record', { file: fileOf(table), ...objects.rows[0] })
  const { rows } = await client.query<{ line: number; key: string }>(
    `select line, key from ${staged(table.name)}, json_object_keys(record) key where key <> all($1) order by line limit 1`,
    [columns],
  )
  const strange = rows[0]
  if (strange)
    throw new ArchiveFault('malformed', `there is no field ${strange.key}`, { file: fileOf(table), line: strange.line })
}

async function refuseMissingFiles(client: pg.ClientBase, table: ArchivedTable): Promise<void> {
  for (const { name } of table.columns.filter(isBytes)) {
    const { rows } = await client.query<{ line: number }>(
      `select line from ${staged(table.name)} s where not exists (
         select from bytes_staged f where f.name = $1 and f.field = $2 and f.key = ${keyOf(table, 's')}) order by line limit 1`,
      [table.name, name],
    )
    if (rows[0])
      throw new ArchiveFault('malformed', `its ${name} is not under files/`, { file: fileOf(table), ...rows[0] })
  }
}

const keyOf = ({ key }: ArchivedTable, alias: string) =>
  `concat_ws('-', ${key.map((column) => `${alias}.record->>'${column}'`).join(', ')})`

/** The owner $1, and the lines from $2 to $3. One statement, so that records may refer to later ones of their table. */
function insertText(table: ArchivedTable, columns: ArchivedTable['columns']): string {
  const values = columns.map((column) =>
    isBytes(column)
      ? `(select f.content from bytes_staged f
          where f.name = '${table.name}' and f.field = '${column.name}' and f.key = ${keyOf(table, 's')})`
      : `r.${quoted(column.name)}`,
  )
  return `insert into ${quoted(table.name)} (owner_id, ${list(columns.map(({ name }) => name))})
    select $1::uuid, ${values.join(', ')}
    from ${staged(table.name)} s, json_populate_record(null::${quoted(table.name)}, s.record) r
    where s.line between $2 and $3 order by s.line`
}

/** What a record refers to must be in the archive: a row of somebody else's would satisfy the database too. */
async function refuseForeign(client: pg.ClientBase, owner: string, table: ArchivedTable, reference: Reference) {
  const pairs = reference.columns
    .map((column, index) => ({ column, target: reference.targetColumns[index] ?? '' }))
    .filter(({ column }) => column !== 'owner_id')
  const isThere = pairs.map(({ column }) => `r.${quoted(column)} is not null`).join(' and ')
  const isSelf = reference.table === table.name
  const known = isSelf
    ? `(${pairs.map(({ column }) => `r.${quoted(column)}::text`).join(', ')}) in (
        select ${pairs.map(({ target }) => `record->>'${target}'`).join(', ')} from ${staged(table.name)})`
    : `exists (select from ${quoted(reference.table)} t where t.owner_id = $1 and ${pairs
        .map(({ column, target }) => `t.${quoted(target)} = r.${quoted(column)}`)
        .join(' and ')})`
  const { rows } = await client.query<{ line: number }>(
    `select s.line from ${staged(table.name)} s, json_populate_record(null::${quoted(table.name)}, s.record) r
     where $1::uuid is not null and ${isThere} and not (${known}) order by s.line limit 1`,
    [owner],
  )
  if (!rows[0]) return
  const names = pairs.map(({ column }) => column).join(', ')
  throw new ArchiveFault('malformed', `what its ${names} names is not in the archive`, {
    file: fileOf(table),
    line: rows[0].line,
  })
}

/** Halves the lines until the one that is refused is found. */
async function faultOfLine(
  client: pg.ClientBase,
  table: ArchivedTable,
  insert: (from: number, to: number) => Promise<unknown>,
  last: number,
): Promise<unknown> {
  let [from, to] = [1, last]
  let refusal: unknown
  while (from <= to) {
    const half = Math.floor((from + to) / 2)
    await client.query('savepoint half')
    try {
      // What is accepted stays: the fault may be a second record with its id.
      await insert(from, half)
      from = half + 1
    } catch (error) {
      await client.query('rollback to savepoint half')
      refusal = error
      if (from === half) break
      to = half
    }
  }
  const { message, detail, code, severity } = refusal as {
    message: string
    detail?: string
    code?: string
    severity?: string
  }
  if (!severity) return refusal
  const words =
    code === '23505' ? `it is there already: ${detail ?? message}` : detail ? `${message}: ${detail}` : message
  return new ArchiveFault('malformed', words, { file: fileOf(table), line: from })
}
