import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { onServer, type Server } from './connection.ts'
import { DumpFault } from './fault.ts'
import { type DumpHead, type DumpManifest, type DumpRecord, readRecords } from './format.ts'
import { makeTables, refuseNewer, setAsideIndexes } from './schema.ts'
import { swapIn, withScratch } from './scratch.ts'
import { checkSignIn } from './sign-in.ts'
import {
  checksumOf,
  copyIn,
  countLines,
  type DumpProgress,
  listTables,
  setSequence,
  startOf,
  tableName,
} from './tables.ts'
import { BACKUPS, becomeOwner, migrateDatabase, migrateScratch } from '../migrations.ts'

/**
 * A server by its superuser, and what the services sign in with. Its url may name the backups' role instead, which can
 * dump and verify: what it restores belongs to it, and is no house.
 */
export interface HouseServer extends Server {
  servicesPassword: string
}

export interface LoadOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: DumpProgress) => void) | undefined
}

/**
 * Loads a dump into a database of its own, compares every table with what was dumped, brings it to the newest migration,
 * signs in, and only then makes it the house. Until that moment, and after any failure, the house is the old one.
 * @returns the name of the database that the old house is now: replace.ts keeps what is in it.
 * @throws DumpFault when the dump is refused, or what was loaded is not what was dumped.
 */
export async function load(
  server: HouseServer,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions = {},
): Promise<string> {
  return withScratch(server, options.signal, async (scratch) => {
    await fill(server, scratch, source, options)
    options.signal?.throwIfAborted()
    return swapIn(server, scratch)
  })
}

/**
 * Proves that a dump can be restored, by restoring it beside the house: counts and checksums of every table are those of
 * the day it was made, it comes to the newest migration, and its people can sign in. Changes nothing.
 * @returns the manifest, and how many accounts there are. @throws DumpFault.
 */
export async function verify(
  server: HouseServer,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions = {},
): Promise<{ manifest: DumpManifest; accounts: number }> {
  return withScratch(server, options.signal, (scratch) => fill(server, scratch, source, options))
}

/** A house with nothing in it but its newest tables takes the place of the old one. @returns the old one's name. */
export async function empty(server: HouseServer, options: LoadOptions = {}): Promise<string> {
  return withScratch(server, options.signal, async (scratch) => {
    await migrate(server, scratch)
    options.signal?.throwIfAborted()
    return swapIn(server, scratch)
  })
}

async function fill(
  server: HouseServer,
  database: string,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions,
): Promise<{ manifest: DumpManifest; accounts: number }> {
  const records = readRecords(source)
  const first = await records.next()
  if (first.done || first.value.kind !== 'head') throw new DumpFault('foreign', 'It is no dump of ichrisbirch')
  const { head } = first.value
  refuseNewer(head.migrations)
  const progress = startOf(head)
  const report = (step: string) => options.onProgress?.({ ...progress, step })
  const manifest = await onServer(server, { database, signal: options.signal }, async (client) => {
    report('making the tables')
    if (!isByBackups(server)) await becomeOwner(client)
    await makeTables(client, head.migrations.length)
    await client.query('reset role')
    return loadRows(client, head, records, progress, report)
  })
  report('migrating')
  await migrate(server, database)
  report('signing in')
  return { manifest, accounts: await checkSignIn(server, database) }
}

async function loadRows(
  client: pg.Client,
  head: DumpHead,
  records: AsyncGenerator<DumpRecord>,
  progress: DumpProgress,
  report: (step: string) => void,
): Promise<DumpManifest> {
  // Triggers are for what people do. Nothing here needs to outlive a crash before the last commit.
  await client.query('set session_replication_role = replica')
  await client.query("set synchronous_commit = off; set maintenance_work_mem = '128MB'")
  const indexes = await setAsideIndexes(client)
  await client.query('begin')
  const tables = await listTables(client)
  // Migrations may have put rows there; and rows copied right after a truncate need no vacuum later.
  await client.query(`truncate ${tables.map(({ name }) => tableName(name)).join(', ')}`)
  const manifest = await copyRecords(client, head, records, progress, report)
  for (const sequence of manifest.sequences) await setSequence(client, sequence)
  await client.query('commit')
  report('comparing checksums')
  await compare(client, manifest)
  report('building indexes')
  for (const statement of indexes) await client.query(statement)
  await client.query('analyze')
  return manifest
}

async function copyRecords(
  client: pg.Client,
  head: DumpHead,
  records: AsyncGenerator<DumpRecord>,
  progress: DumpProgress,
  report: (step: string) => void,
): Promise<DumpManifest> {
  let next = await records.next()
  async function* rowsOf(index: number, name: string) {
    while (!next.done && next.value.kind === 'rows' && next.value.table === index) {
      const rows = await next.value.unpack()
      yield rows
      progress.rows += countLines(rows)
      progress.bytes += rows.length
      report(name)
      next = await records.next()
    }
  }
  for (const [index, table] of head.tables.entries()) {
    if (next.done || next.value.kind !== 'rows' || next.value.table !== index) continue
    await pipeline(rowsOf(index, table.name), client.query(copyFrom(`${copyIn(table)} with (freeze)`)))
  }
  if (next.done || next.value.kind !== 'manifest') throw new DumpFault('damaged', 'The tables of the dump are mixed up')
  const { manifest } = next.value
  await records.next()
  return manifest
}

/** By the server, of what is in the tables now: neither our reading nor our writing of rows is trusted. */
async function compare(client: pg.Client, manifest: DumpManifest): Promise<void> {
  const different: string[] = []
  for (const table of manifest.tables) {
    const { rows, checksum } = await checksumOf(client, table)
    if (rows !== table.rows) different.push(`${table.name} has ${rows} rows instead of ${table.rows}`)
    else if (checksum !== table.checksum) different.push(`the rows of ${table.name} have another checksum`)
  }
  if (different.length > 0) throw new DumpFault('different', `What was loaded differs: ${different.join('; ')}`)
}

async function migrate(server: HouseServer, database: string): Promise<void> {
  const { password, servicesPassword } = server
  const url = new URL(server.url)
  url.pathname = `/${database}`
  if (isByBackups(server)) await migrateScratch({ url: url.href, password })
  else await migrateDatabase({ url: url.href, password, servicesPassword })
}

const isByBackups = (server: HouseServer) => new URL(server.url).username === BACKUPS
