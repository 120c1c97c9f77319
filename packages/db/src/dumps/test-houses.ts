import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { migrateDatabase } from '../migrations.ts'
import { openTestDatabase } from '../testing.ts'
import { onServer } from './connection.ts'
import type { HouseServer } from './load.ts'
import { checksums } from './tables.ts'

/** Houses of one test file on the tests' server, for what ends their sessions and renames them. */
export async function openTestHouses() {
  const database = await openTestDatabase()
  const url = new URL(database.superuserUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-dumps-'))
  const names: string[] = []
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    // The test database is removed first: the maintenance database is what stays.
    const client = new pg.Client({ connectionString: new URL('/postgres', database.superuserUrl).href })
    await client.connect()
    for (const name of names) {
      const found = await client.query<{ datname: string }>(
        'select datname from pg_database where datname = $1 or starts_with(datname, $1 || $2)',
        [name, '_'],
      )
      for (const { datname } of found.rows) await client.query(`drop database "${datname}" with (force)`)
    }
    await client.end()
  })

  /** A database of its own, migrated unless told otherwise. */
  async function house(state: 'migrated' | 'empty' = 'migrated'): Promise<HouseServer> {
    const name = `house_${randomBytes(6).toString('hex')}`
    names.push(name)
    const server = { url: url.href, password, servicesPassword: database.password }
    await onServer(server, {}, (client) => client.query(`create database ${name}`))
    const own = new URL(url)
    own.pathname = `/${name}`
    if (state === 'migrated') await migrateDatabase({ ...server, url: own.href })
    return { ...server, url: own.href }
  }

  return { folder, house, backupsPassword: database.backupsPassword }
}

/** Databases beside a house that nobody works with any more would be a fault. */
export function databasesBeside(server: HouseServer): Promise<string[]> {
  const name = new URL(server.url).pathname.slice(1)
  return onServer(server, { database: 'postgres' }, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`${name}_`],
    )
    return rows.map(({ datname }) => datname)
  })
}

export const contentsOf = (server: HouseServer) => onServer(server, {}, checksums)
