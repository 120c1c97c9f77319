import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Extract, extract } from 'tar-stream'
import { ArchiveFault } from './fault.ts'
import { insertRecords } from './insert.ts'
import { type ArchivedTable, isBytes, listArchivedTables, quoted } from './tables.ts'
import { FORMAT, type Manifest } from './write.ts'

/** One file of the archive, as it is unpacked. */
type Entry = Extract extends AsyncIterable<infer Each> ? Each : never

/** A photo is 8 MiB at most. */
const LARGEST_FILE = 64 * 1024 * 1024
const LARGEST_TEXT = 1024 * 1024

/**
 * Takes in an archive of {@link writeArchive}: all of it, or nothing. Ids are kept. The caller's transaction holds it.
 * @returns how many records it has, and what account.json holds.
 * @throws ArchiveFault that names the file and the line.
 */
export async function readArchive(
  client: pg.ClientBase,
  owner: string,
  source: Readable,
  replace: boolean,
): Promise<{ records: number; account: unknown }> {
  // The activity is not told of each record of an archive.
  await client.query(
    `set local statement_timeout = 0; set local timezone = 'UTC'; set local ichrisbirch.via = 'nobody'`,
  )
  // Two imports at once would each find nothing there.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`archive ${owner}`])
  const tables = await listArchivedTables(client)
  await makeRoom(client, owner, tables, replace)
  const { manifest, account } = await stage(client, tables, source)
  let count = 0
  for (const table of tables) {
    const said = manifest.tables.find(({ name }) => name === table.name)
    if (!said) continue
    const rows = await insertRecords(client, owner, table, said.columns)
    if (rows !== said.rows)
      throw new ArchiveFault('malformed', `it has ${rows} lines, and the manifest says ${said.rows}`, {
        file: fileOf(table),
      })
    count += rows
  }
  return { records: count, account }
}

const fileOf = ({ name }: ArchivedTable) => `data/${name}.jsonl`

/** The categories that every new person is given are not theirs yet. */
async function makeRoom(client: pg.ClientBase, owner: string, tables: ArchivedTable[], replace: boolean) {
  for (const { name } of tables.toReversed()) {
    if (!replace && name !== 'categories') {
      const { rowCount } = await client.query(`select from ${quoted(name)} where owner_id = $1 limit 1`, [owner])
      if (rowCount)
        throw new ArchiveFault('not_empty', `There is something in ${name} already: an archive needs an empty account.`)
    }
    await client.query(`delete from ${quoted(name)} where owner_id = $1`, [owner])
  }
}

interface Staged {
  manifest: Manifest
  account: unknown
}

/** Reads the whole archive into tables that are gone with the transaction, in flat memory. */
async function stage(client: pg.ClientBase, tables: ArchivedTable[], source: Readable): Promise<Staged> {
  await client.query(
    'create temp table bytes_staged (name text, field text, key text, content bytea, primary key (name, field, key)) on commit drop',
  )
  for (const { name } of tables)
    await client.query(
      `create temp table ${quoted(`staged_${name}`)} (line int generated always as identity, record json not null) on commit drop`,
    )
  const entries = extract()
  const unpacked = pipeline(source, createGunzip(), entries)
  unpacked.catch(() => {}) // told below
  try {
    const staged = await stageEntries(client, tables, entries)
    await unpacked
    return staged
  } catch (error) {
    entries.destroy()
    const { code, message } = error as { code?: string; message: string }
    const isOfFile =
      code?.startsWith('Z_') || /tar|Unexpected end|Premature close|unexpected end of file/i.test(message)
    if (!(error instanceof ArchiveFault) && isOfFile)
      throw new ArchiveFault('malformed', 'This is no tar.gz, or it is damaged or cut off.')
    throw error
  }
}

async function stageEntries(client: pg.ClientBase, tables: ArchivedTable[], entries: Extract): Promise<Staged> {
  let manifest: Manifest | undefined
  let account: unknown
  for await (const entry of entries) {
    const { name, size } = entry.header
    const table = tables.find((each) => fileOf(each) === name)
    if (name === 'manifest.json') manifest = checkManifest(tables, await readJson(entry, name, size))
    else if (!manifest)
      throw new ArchiveFault('foreign', 'This is no archive of ichrisbirch: it begins with another file.')
    else if (name === 'account.json') account = await readJson(entry, name, size)
    else if (table) await stageRecords(client, table, entry)
    else if (name.startsWith('files/')) await stageFile(client, tables, entry, name, size)
    else entry.resume()
  }
  if (!manifest) throw new ArchiveFault('foreign', 'This is no archive of ichrisbirch: it has no manifest.json.')
  return { manifest, account }
}

async function readBytes(entry: Entry, name: string, size: number, most: number): Promise<Buffer> {
  if (size > most) throw new ArchiveFault('malformed', `it is larger than ${most} bytes`, { file: name })
  const pieces: Buffer[] = []
  for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function readJson(entry: Entry, name: string, size: number): Promise<unknown> {
  const text = (await readBytes(entry, name, size, LARGEST_TEXT)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ArchiveFault('malformed', `it is no JSON: ${(error as Error).message}`, { file: name })
  }
}

function checkManifest(tables: ArchivedTable[], read: unknown): Manifest {
  const manifest = read as Partial<Manifest> | null
  const file = 'manifest.json'
  if (manifest?.program !== 'ichrisbirch' || !Array.isArray(manifest.tables))
    throw new ArchiveFault('foreign', 'This is no archive of ichrisbirch: its manifest is another program’s.')
  if (manifest.format !== FORMAT)
    throw new ArchiveFault('foreign', `its format is ${manifest.format}, and this version reads ${FORMAT}`, { file })
  for (const { name, columns } of manifest.tables) {
    const table = tables.find((each) => each.name === name)
    if (!table) throw new ArchiveFault('foreign', `this version has no ${name}: a newer one made it`, { file })
    const known = new Set(table.columns.map((column) => column.name))
    const strange = Array.isArray(columns) ? columns.find((column) => !known.has(column)) : 'columns'
    if (strange)
      throw new ArchiveFault('foreign', `this version knows no ${strange} of ${name}: a newer one made it`, { file })
  }
  return manifest as Manifest
}

async function stageRecords(client: pg.ClientBase, table: ArchivedTable, entry: Entry): Promise<void> {
  const copy = client.query(
    copyFrom(
      `copy ${quoted(`staged_${table.name}`)} (record) from stdin (format csv, delimiter E'\\x01', quote E'\\x02')`,
    ),
  )
  try {
    await pipeline(entry, copy)
  } catch (error) {
    const { where, message, detail, severity } = error as {
      where?: string
      message: string
      detail?: string
      severity?: string
    }
    if (!severity) throw error
    const line = /COPY \S+, line (\d+)/.exec(where ?? '')?.[1]
    const words = detail ? `${message} (${detail})` : message
    throw new ArchiveFault('malformed', words, { file: fileOf(table), line: line ? Number(line) : undefined })
  }
}

/** `files/<table>/<column>/<key>.jpg` */
async function stageFile(client: pg.ClientBase, tables: ArchivedTable[], entry: Entry, name: string, size: number) {
  const [, tableName, field, rest = ''] = name.split('/')
  const table = tables.find((each) => each.name === tableName)
  const column = table?.columns.find((each) => each.name === field)
  if (!table || !column || !isBytes(column))
    throw new ArchiveFault('malformed', 'it belongs to nothing', { file: name })
  const content = await readBytes(entry, name, size, LARGEST_FILE)
  await client.query(
    `insert into bytes_staged (name, field, key, content) values ($1, $2, $3, $4) on conflict do nothing`,
    [table.name, column.name, rest.replace(/\.\w+$/, ''), content],
  )
}
