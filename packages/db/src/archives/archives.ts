import type { Readable, Writable } from 'node:stream'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { changeOwner, type OwnerChange } from '../users.ts'
import { readArchive } from './read.ts'
import { writeArchive } from './write.ts'

/** Everything that an owner keeps, as one tar.gz. @see writeArchive */
export function exportArchive(db: NodePgDatabase, owner: string, target: Writable): Promise<void> {
  return withConnection(db, (client) => writeArchive(client, owner, target))
}

export interface ImportArchive {
  owner: string
  source: Readable
  /** What is there goes first; otherwise an owner who has something is refused. */
  replace: boolean
  /** Reads account.json. @throws ArchiveFault */
  checkAccount: (account: unknown) => OwnerChange
}

/**
 * Takes in such an archive: all of it, or nothing. @returns how many records it has.
 * @throws ArchiveFault
 */
export function importArchive(
  db: NodePgDatabase,
  { owner, source, replace, checkAccount }: ImportArchive,
): Promise<number> {
  return withConnection(db, async (client) => {
    await client.query('begin')
    const { records, account } = await readArchive(client, owner, source, replace)
    await changeOwner(drizzle(client), owner, checkAccount(account))
    await client.query('commit')
    return records
  })
}

/** One connection for as long as it takes; when the work fails it is closed, and with it its transaction ends. */
async function withConnection<Result>(
  db: NodePgDatabase,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await (db as NodePgDatabase & { $client: pg.Pool }).$client.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
