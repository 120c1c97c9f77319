import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { connect, type Server } from './connection.ts'
import { DumpFault } from './fault.ts'
import {
  BLOCK_BYTES,
  type DumpHead,
  type DumpManifest,
  encodeBlock,
  encodeHead,
  encodeManifest,
  FORMAT,
} from './format.ts'
import { appliedMigrations } from './schema.ts'
import {
  checksumOf,
  copyIn,
  copyOut,
  countLines,
  countRows,
  type DumpProgress,
  listSequences,
  listTables,
  setSequenceText,
  startOf,
} from './tables.ts'

export interface DumpOptions {
  /** The environment it is of, as people call it. */
  source: string
  /** Another database of the server than the house's own. */
  database?: string | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: DumpProgress) => void) | undefined
}

/** Blocks being compressed at once, by other threads. It bounds the memory that a dump takes. */
const AT_ONCE = 4

/**
 * The bytes of a dump of the whole house as it is at one moment; who writes meanwhile does not wait. Each piece is made
 * when it is asked for. Returns the manifest at the end. @throws when the database was never migrated.
 */
export async function* dump(server: Server, options: DumpOptions): AsyncGenerator<Buffer, DumpManifest> {
  const connections = [await connect(server, options)]
  try {
    connections.push(await connect(server, options))
    return yield* dumpOver(connections.map(({ client }) => client) as [pg.Client, pg.Client], options)
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  } finally {
    for (const connection of connections) connection.close()
  }
}

async function* dumpOver(
  [client, second]: [pg.Client, pg.Client],
  options: DumpOptions,
): AsyncGenerator<Buffer, DumpManifest> {
  const hash = createHash('sha256')
  const hashed = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  const head = await readHead(client, options.source)
  const checksums = checksumsBeside(client, second, head)
  checksums.catch(() => {}) // awaited below, or of no interest any more
  yield hashed(encodeHead(head))
  const sizes = head.tables.map(() => 0)
  const progress = startOf(head)
  const pending: Promise<Buffer>[] = []
  for await (const { content, table } of contents(client, head)) {
    if (table !== undefined) {
      sizes[table] = (sizes[table] ?? 0) + content.length
      progress.rows += countLines(content)
      progress.bytes += content.length
      progress.step = head.tables[table]?.name ?? ''
      options.onProgress?.({ ...progress })
    }
    const block = encodeBlock(content, table)
    block.catch(() => {}) // likewise
    pending.push(block)
    if (pending.length >= AT_ONCE) yield hashed((await pending.shift()) as Buffer)
  }
  for (const block of pending) yield hashed(await block)
  options.onProgress?.({ ...progress, step: 'waiting for the checksums' })
  const manifest: DumpManifest = {
    ...head,
    tables: (await checksums).map((table, index) => ({ ...table, bytes: sizes[index] ?? 0 })),
    // After the rows, and not of the snapshot: a sequence may be ahead of the rows, never behind them.
    sequences: await listSequences(client),
    bytes: progress.bytes,
  }
  const text = manifest.sequences.map(setSequenceText).join('')
  yield hashed(await encodeBlock(Buffer.from(text || '\n')))
  yield encodeManifest(manifest, hash)
  return manifest
}

/** Begins the snapshot. */
async function readHead(client: pg.Client, source: string): Promise<DumpHead> {
  await client.query('begin isolation level repeatable read, read only')
  const { rows } = await client.query<{ at: string; version: string }>(
    `select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, current_setting('server_version') as version`,
  )
  const migrations = await appliedMigrations(client)
  if (migrations.length === 0) throw new DumpFault('foreign', 'The database has no house in it: it was never migrated')
  const tables = []
  for (const table of await listTables(client)) tables.push({ ...table, rows: await countRows(client, table.name) })
  return { format: FORMAT, madeAt: rows[0]?.at ?? '', source, postgres: rows[0]?.version ?? '', migrations, tables }
}

/** Of the same snapshot, by another connection: it takes as long as reading the rows does. */
async function checksumsBeside(client: pg.Client, second: pg.Client, head: DumpHead) {
  const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
  await second.query('begin isolation level repeatable read, read only')
  await second.query(`set transaction snapshot ${second.escapeLiteral(rows[0]?.id ?? '')}`)
  const tables = []
  for (const table of head.tables) tables.push({ ...table, ...(await checksumOf(second, table)) })
  return tables
}

/** Everything in the order of the file: rows of a table, and between them what makes the whole a script for psql. */
async function* contents(client: pg.Client, head: DumpHead): AsyncGenerator<{ content: Buffer; table?: number }> {
  const inBlocks = makeBlocks()
  yield { content: Buffer.from(scriptHead(head)) }
  for (const [table, { name, columns }] of head.tables.entries()) {
    yield { content: Buffer.from(`${copyIn({ name, columns })};\n`) }
    const rows = client.query(copyTo(copyOut({ name, columns })))
    for await (const content of inBlocks(rows)) yield { content, table }
    yield { content: Buffer.from('\\.\n') }
  }
}

/**
 * The same few buffers in turn, as a piece is compressed and forgotten before its buffer's next turn: new ones for each
 * would be collected so late that a large house took hundreds of megabytes.
 */
function makeBlocks(): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  const ring = Array.from({ length: AT_ONCE + 1 }, () => Buffer.allocUnsafeSlow(BLOCK_BYTES))
  let turn = 0
  return async function* inBlocks(source) {
    let size = 0
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; ) {
        const copied = chunk.copy(ring[turn] as Buffer, size, at)
        at += copied
        size += copied
        if (size < BLOCK_BYTES) continue
        yield ring[turn] as Buffer
        turn = (turn + 1) % ring.length
        size = 0
      }
    }
    if (size === 0) return
    yield (ring[turn] as Buffer).subarray(0, size)
    turn = (turn + 1) % ring.length
  }
}

function scriptHead({ madeAt, source, migrations }: DumpHead): string {
  return [
    `-- ichrisbirch, ${source}, ${madeAt}. Rows only, for an empty database at migration ${migrations.at(-1)?.name}:`,
    '-- zstd -dc FILE | psql --single-transaction --set ON_ERROR_STOP=1',
    'set session_replication_role = replica;',
    'set standard_conforming_strings = on;',
    '',
  ].join('\n')
}
