import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connect, houseOf, onServer, type Server } from './connection.ts'

/** Where there is always something to connect to, whatever becomes of the house. */
const MAINTENANCE = 'postgres'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const nameFor = (server: Server, purpose: 'scratch' | 'before', mark: string) => `${houseOf(server)}_${purpose}_${mark}`

/**
 * Runs `work` with an empty database of its own, and removes that afterwards. A killed run leaves it behind, and the next
 * one removes it: who works with one holds a lock that ends with his connection.
 */
export async function withScratch<Result>(
  server: Server,
  signal: AbortSignal | undefined,
  work: (name: string) => Promise<Result>,
): Promise<Result> {
  const name = nameFor(server, 'scratch', randomBytes(4).toString('hex'))
  const { client, close } = await connect(server, { database: MAINTENANCE, signal })
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    await removeAbandoned(client, nameFor(server, 'scratch', ''))
    await client.query(`create database ${quoted(name)} template template0 ${await likeHouse(client, server)}`)
    return await work(name)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    close()
    // On a connection without the signal: what was interrupted is removed as well.
    await dropDatabase(server, name)
  }
}

/** Text is ordered and compared there as in the house. */
async function likeHouse(client: pg.Client, server: Server): Promise<string> {
  const { rows } = await client.query<{ collate: string; ctype: string }>(
    'select datcollate as collate, datctype as ctype from pg_database where datname = $1',
    [houseOf(server)],
  )
  const like =
    rows[0] && ` lc_collate ${client.escapeLiteral(rows[0].collate)} lc_ctype ${client.escapeLiteral(rows[0].ctype)}`
  return `encoding 'UTF8'${like ?? ''}`
}

/** Of this role's: the superuser's are not for the backups' role to drop. @returns those that were removed. */
async function removeAbandoned(client: pg.Client, prefix: string): Promise<string[]> {
  const removed: string[] = []
  for (const name of await databasesNamed(client, prefix)) {
    const lock = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as free', [name])
    if (!lock.rows[0].free) continue
    await drop(client, name)
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
    removed.push(name)
  }
  return removed
}

/** Removes the scratch databases that nobody works with. @returns their names. */
export async function removeScratch(server: Server): Promise<string[]> {
  return onServer(server, { database: MAINTENANCE }, (client) =>
    removeAbandoned(client, nameFor(server, 'scratch', '')),
  )
}

export interface LeftDatabase {
  name: string
  /** `scratch`: a restore that was killed half way. `before`: the house that a killed load has replaced. */
  kind: 'scratch' | 'before'
  bytes: number
  /** An instant, by the clock of the server. */
  madeAt: string
}

/** What killed restores and loads have left beside the house, and a load at work uses: for the superuser. */
export async function listLeft(server: Server): Promise<LeftDatabase[]> {
  return onServer(server, { database: MAINTENANCE }, async (client) => {
    const { rows } = await client.query<LeftDatabase>(
      `select datname as name, kind, pg_database_size(oid)::float8 as bytes,
         to_json((pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification) #>> '{}' as "madeAt"
       from pg_database, (values ('scratch', $1), ('before', $2)) as kinds (kind, prefix)
       where starts_with(datname, prefix) and not exists (
         select from pg_locks where locktype = 'advisory' and granted
           and database = (select oid from pg_database where datname = current_database())
           and (classid::bigint << 32 | objid::bigint) = hashtextextended(datname, 0)
       ) order by datname`,
      [nameFor(server, 'scratch', ''), nameFor(server, 'before', '')],
    )
    return rows
  })
}

/**
 * Makes a scratch database the house, at one moment: there is always exactly one. Whoever uses the house loses his
 * connection and finds the other at the next. @returns the name that the old one has now.
 */
export async function swapIn(server: Server, scratch: string): Promise<string> {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 17)
  const before = nameFor(server, 'before', stamp)
  await rename(server, [
    [houseOf(server), before],
    [scratch, houseOf(server)],
  ])
  return before
}

/** The old house is the house again; what had taken its place is removed. */
export async function swapBack(server: Server, before: string): Promise<void> {
  const failed = nameFor(server, 'scratch', randomBytes(4).toString('hex'))
  await rename(server, [
    [houseOf(server), failed],
    [before, houseOf(server)],
  ])
  await dropDatabase(server, failed)
}

/** Old houses that a load has left: it was killed before it could remove them. */
export async function listBefore(server: Server): Promise<string[]> {
  return onServer(server, { database: MAINTENANCE }, (client) => databasesNamed(client, nameFor(server, 'before', '')))
}

async function databasesNamed(client: pg.Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where starts_with(datname, $1) and pg_has_role(datdba, 'usage') order by 1",
    [prefix],
  )
  return rows.map(({ name }) => name)
}

export async function dropDatabase(server: Server, name: string): Promise<void> {
  await onServer(server, { database: MAINTENANCE }, (client) => drop(client, name))
}

/**
 * Also with somebody in it. Only a superuser may end a session that is not his own: for the backups' role the server
 * waits five seconds for those who are leaving, and stops its own cleaner.
 */
async function drop(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ force: string }>(
    "select case when rolsuper then ' with (force)' else '' end as force from pg_roles where rolname = current_user",
  )
  await client.query(`drop database if exists ${quoted(name)}${rows[0]?.force ?? ''}`)
}

/**
 * A rename takes a lock that holds off new sessions, and then waits up to five seconds for the old ones: those are ended
 * meanwhile by another connection. All in one transaction, so that kill -9 at any moment leaves all names or none.
 */
async function rename(server: Server, names: [string, string][]): Promise<void> {
  const renaming = await connect(server, { database: MAINTENANCE })
  const ending = await connect(server, { database: MAINTENANCE })
  const renamed = new AbortController()
  const endSessions = async () => {
    while (!renamed.signal.aborted) {
      await ending.client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = any($1)', [
        names.map(([from]) => from),
      ])
      await delay(20)
    }
  }
  // Without it the rename fails after five seconds, and that is the failure to tell.
  const ended = endSessions().catch(() => {})
  try {
    await renaming.client.query('begin')
    for (const [from, to] of names) {
      await renaming.client.query(`alter database ${quoted(from)} rename to ${quoted(to)}`)
    }
    await renaming.client.query('commit')
  } finally {
    renamed.abort()
    await ended
    renaming.close()
    ending.close()
  }
}
