import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Pack, pack } from 'tar-stream'
import { type ArchivedTable, isBytes, list, listArchivedTables, quoted } from './tables.ts'

/** Of what an archive is made. Raised when an older program could not read it. */
export const FORMAT = 1

export interface Manifest {
  program: 'ichrisbirch'
  format: number
  tables: { name: string; rows: number; columns: string[] }[]
}

/** The same in every archive: what it holds must not depend on when or where it was made. */
const ENTRY = { mtime: new Date('2000-01-01T00:00:00Z'), mode: 0o644, uid: 0, gid: 0 }

const README = `Everything you keep in ichrisbirch.

data/   one file a table, one record a line, as JSON: this is what an import reads
csv/    the same for spreadsheets
files/  photos
account.json   what you prefer

The same records give the same bytes, whenever and wherever they are exported.
`

/**
 * Everything that an owner keeps, as one tar.gz: the state of one moment, in flat memory, and the same bytes for the same
 * records. What a table holds is asked for twice: a tar says how long a file is before it begins.
 */
export async function writeArchive(client: pg.ClientBase, owner: string, target: Writable): Promise<void> {
  await client.query('begin isolation level repeatable read read only')
  // An export takes as long as whoever receives it.
  await client.query(`set local statement_timeout = 0; set local timezone = 'UTC'; set local extra_float_digits = 1`)
  const archive = pack()
  const sent = pipeline(archive, createGzip({ level: 6 }), target)
  // Told where it is awaited below; until then it must not count as unhandled.
  sent.catch(() => {})
  try {
    await writeEntries(client, owner, archive)
    archive.finalize()
    await sent
    await client.query('commit')
  } catch (error) {
    archive.destroy()
    throw error
  }
}

async function writeEntries(client: pg.ClientBase, owner: string, archive: Pack): Promise<void> {
  const tables = await listArchivedTables(client)
  const sizes = new Map<string, Size>()
  for (const table of tables) sizes.set(table.name, await sizeOf(client, jsonOf(table, client, owner)))
  const manifest: Manifest = {
    program: 'ichrisbirch',
    format: FORMAT,
    tables: tables.map((table) => ({
      name: table.name,
      rows: sizes.get(table.name)?.lines ?? 0,
      columns: table.columns.map(({ name }) => name),
    })),
  }
  await add(archive, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  await add(archive, 'README.txt', README)
  await add(archive, 'account.json', await accountOf(client, owner))
  for (const table of tables) {
    const text = jsonOf(table, client, owner)
    await writeCopy(client, archive, `data/${table.name}.jsonl`, text, sizes.get(table.name))
  }
  for (const table of tables) await writeFiles(client, owner, archive, table)
  for (const table of tables) {
    const text = csvOf(table, client, owner)
    await writeCopy(client, archive, `csv/${table.name}.csv`, text, await sizeOf(client, text))
  }
}

/** @returns when it was taken by whoever receives the archive. */
function add(archive: Pack, name: string, content: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ ...ENTRY, name }, content, (error) => (error ? reject(error) : resolve()))
  })
}

async function accountOf(client: pg.ClientBase, owner: string): Promise<string> {
  const { rows } = await client.query<object>(
    `select name, time_zone as "timeZone", day_start_hour as "dayStartHour", theme, accent_hue as "accentHue", digest
     from users where id = $1`,
    [owner],
  )
  return `${JSON.stringify(rows[0], null, 2)}\n`
}

/** One record a line. JSON writes control characters as words, so that no delimiter and no quote of COPY is ever in it. */
function jsonOf(table: ArchivedTable, client: pg.ClientBase, owner: string): string {
  const columns = table.columns
    .filter((column) => !isBytes(column))
    .map(({ name, type }) => {
      // Numbers that JavaScript would round are texts.
      return type === 'numeric' || type === 'bigint' ? `${quoted(name)}::text as ${quoted(name)}` : quoted(name)
    })
  return `copy (select row_to_json(r)::text from (select ${columns.join(', ')} ${from(table, client, owner)}) r)
    to stdout (format csv, delimiter E'\\x01', quote E'\\x02')`
}

function csvOf(table: ArchivedTable, client: pg.ClientBase, owner: string): string {
  const columns = list(table.columns.filter((column) => !isBytes(column)).map(({ name }) => name))
  return `copy (select ${columns} ${from(table, client, owner)}) to stdout (format csv, header)`
}

function from({ name, order, columns }: ArchivedTable, client: pg.ClientBase, owner: string): string {
  const isText = (column: string) => columns.find((each) => each.name === column)?.type === 'text'
  // By code unit: a house may sort texts in a language of its own.
  const keys = order.filter((column) => column !== 'owner_id')
  const sorted = keys.map((column) => (isText(column) ? `${quoted(column)} collate "C"` : quoted(column)))
  return `from ${quoted(name)} where owner_id = ${client.escapeLiteral(owner)} order by ${sorted.join(', ')}`
}

interface Size {
  bytes: number
  lines: number
}

async function sizeOf(client: pg.ClientBase, text: string): Promise<Size> {
  const size = { bytes: 0, lines: 0 }
  for await (const piece of client.query(copyTo(text)) as AsyncIterable<Buffer>) {
    size.bytes += piece.length
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) size.lines++
  }
  return size
}

async function writeCopy(client: pg.ClientBase, archive: Pack, name: string, text: string, size: Size | undefined) {
  const entry = archive.entry({ ...ENTRY, name, size: size?.bytes ?? 0 })
  await pipeline(client.query(copyTo(text)) as Readable, entry)
}

/** The bytes of each record, one at a time. */
async function writeFiles(client: pg.ClientBase, owner: string, archive: Pack, table: ArchivedTable): Promise<void> {
  for (const column of table.columns.filter(isBytes)) {
    const key = `concat_ws('-', ${list(table.key)})`
    const keys = await client.query<{ key: string }>(`select ${key} as key ${from(table, client, owner)}`)
    for (const each of keys.rows) {
      const { rows } = await client.query<{ content: Buffer | null }>(
        `select ${quoted(column.name)} as content from ${quoted(table.name)} where owner_id = $1 and ${key} = $2`,
        [owner, each.key],
      )
      const content = rows[0]?.content
      if (!content) continue
      const name = `files/${table.name}/${column.name}/${each.key}${endingOf(content)}`
      await add(archive, name, content)
    }
  }
}

/** So that a person's computer knows how to show it. */
function endingOf(content: Buffer): string {
  if (content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return '.jpg'
  if (content.subarray(1, 4).toString('latin1') === 'PNG') return '.png'
  if (content.subarray(0, 3).toString('latin1') === 'GIF') return '.gif'
  return content.subarray(8, 12).toString('latin1') === 'WEBP' ? '.webp' : ''
}
