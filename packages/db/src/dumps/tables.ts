import pg from 'pg'
import type { DumpHead } from './format.ts'

/** Where a dump, a load or a verification is. */
export interface DumpProgress {
  /** In words: the table whose rows are moved, or what is done. */
  step: string
  rows: number
  totalRows: number
  /** Of rows, uncompressed. */
  bytes: number
}

export function startOf(head: DumpHead): DumpProgress {
  return { step: '', rows: 0, totalRows: head.tables.reduce((sum, { rows }) => sum + rows, 0), bytes: 0 }
}

/** Rows in a piece of COPY's text: a line break within a value is written as `\n`. */
export function countLines(text: Buffer): number {
  let count = 0
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) count++
  return count
}

/** The tables of the house with the columns that are written by hand: generated ones make themselves. */
export async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attgenerated = ''
    group by c.relname order by c.relname collate "C"`)
  return rows
}

export async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from only ${tableName(table)}`)
  return Number(rows[0]?.count)
}

/**
 * Row count, and a checksum of all rows in any order: SHA-256 of each row's text, its first 64 bits added up. A sum counts
 * a row that is there twice, where exclusive-or would forget it. PostgreSQL does it, not our code that moves the rows.
 */
export async function checksumOf(
  client: pg.Client,
  { name, columns }: { name: string; columns: string[] },
): Promise<{ rows: number; checksum: string }> {
  const { rows } = await client.query<{ rows: string; checksum: string }>(`
    select count(*) as rows, coalesce(sum(('x' || encode(substr(hash, 1, 8), 'hex'))::bit(64)::bigint), 0)::text as checksum
    from (select sha256(convert_to(row(${columnList(columns)})::text, 'UTF8')) as hash from only ${tableName(name)}) as r`)
  return { rows: Number(rows[0]?.rows), checksum: rows[0]?.checksum ?? '' }
}

/** Checksums of all tables of a database as it is now. Two databases with the same rows have the same. */
export async function checksums(client: pg.Client): Promise<Record<string, { rows: number; checksum: string }>> {
  const result: Record<string, { rows: number; checksum: string }> = {}
  for (const table of await listTables(client)) result[table.name] = await checksumOf(client, table)
  return result
}

/** Sequences that were used, with the last value that was given. */
export async function listSequences(client: pg.Client): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select sequencename as name, last_value as value from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`)
  return rows
}

export async function setSequence(client: pg.Client, { name, value }: { name: string; value: string }): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint)', [tableName(name), value])
}

export const setSequenceText = ({ name, value }: { name: string; value: string }) =>
  `select setval(${pg.escapeLiteral(tableName(name))}, ${BigInt(value)});\n`

export const copyOut = (table: { name: string; columns: string[] }) =>
  `copy ${tableName(table.name)} (${columnList(table.columns)}) to stdout`

export const copyIn = (table: { name: string; columns: string[] }) =>
  `copy ${tableName(table.name)} (${columnList(table.columns)}) from stdin`

export const tableName = (name: string) => `public.${pg.escapeIdentifier(name)}`
const columnList = (columns: string[]) => columns.map((column) => pg.escapeIdentifier(column)).join(', ')
