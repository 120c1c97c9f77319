import { readFileSync } from 'node:fs'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import { appliedHashes, migrationsFolder } from '../migrations.ts'
import { DumpFault } from './fault.ts'

interface Migration {
  name: string
  hash: string
}

/** The migrations that this version of the code has, in their order. */
export function knownMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[]
  }
  return readMigrationFiles({ migrationsFolder }).map(({ hash }, index) => ({
    name: journal.entries[index]?.tag ?? '',
    hash,
  }))
}

/** The migrations that a database has, none when it was never migrated. */
export async function appliedMigrations(client: pg.Client): Promise<Migration[]> {
  const known = knownMigrations()
  return (await appliedHashes(client)).map((hash) => ({
    name: known.find((one) => one.hash === hash)?.name ?? 'unknown',
    hash,
  }))
}

/** @throws DumpFault when a dump has a migration that this version does not have, or has them in another order. */
export function refuseNewer(migrations: Migration[]): void {
  const known = knownMigrations()
  const unknown = migrations.find(({ hash }, index) => known[index]?.hash !== hash)
  if (!unknown) return
  throw new DumpFault(
    'newer',
    `The dump has the migration ${unknown.name}, which this version does not have: its newest is ${known.at(-1)?.name}`,
  )
}

/** Makes the tables of an empty database as the first `count` migrations left them, as the client's role. */
export async function makeTables(client: pg.Client, count: number): Promise<void> {
  // The table that drizzle's migrator keeps: it goes on from there when the dump is brought to the newest migration.
  await client.query('create schema drizzle')
  await client.query(
    'create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  )
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder }).slice(0, count)) {
    for (const statement of sql) await client.query(statement)
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      folderMillis,
    ])
  }
}

/**
 * Takes away what only slows the loading of rows: foreign keys, and indexes that no constraint needs.
 * @returns what puts them back; foreign keys are then checked against all rows.
 */
export async function setAsideIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make,
           2 as turn
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 1
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conindid = indexrelid)
    order by turn desc`)
  for (const { drop } of rows) await client.query(drop)
  // As their owner: an index belongs to whoever owns its table, but a migration must be able to drop it.
  return rows.toReversed().map(({ make }) => make)
}
