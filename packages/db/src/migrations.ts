import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { ensureActivityIsKept } from './activity-triggers.ts'
import { ensureChangesAreTold } from './changes.ts'
import { withPassword } from './database.ts'
import { migrateQueue } from './queue.ts'

export const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

/** Owns the tables. Nobody signs in as it: migrations take it with SET ROLE. */
const OWNER = 'ichrisbirch_owner'
/** What the services sign in as: reads and writes rows, and cannot alter a table. */
export const SERVICES = 'ichrisbirch_services'
/** Reads everything, changes nothing of the house, and may make databases of its own to restore a backup in. */
export const BACKUPS = 'ichrisbirch_backups'

/** Any number, known to all who migrate: of several at once, one works and the others wait for it. */
const LOCK = 4_110_823

export interface MigrateOptions {
  /** postgres://user@host:port/name of a superuser, without the password. */
  url: string
  password: string
  /** What the services' role shall sign in with. */
  servicesPassword: string
  /** The same for the backups' role; absent: it keeps the one that it has. */
  backupsPassword?: string | undefined
}

/**
 * Brings a database to the newest migration, with its roles and rights. Safe to run again, and by several at once.
 * @returns how many migrations were applied.
 * @throws when the database has a migration that this version does not know, or one that was changed since.
 */
export async function migrateDatabase(options: MigrateOptions): Promise<number> {
  const client = new pg.Client({
    connectionString: withPassword(options.url, options.password),
    application_name: 'migrate',
  })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await untilAlone(() => ensureRoles(client, options))
    await client.query(`set role ${OWNER}`)
    const applied = await toNewest(client)
    await migrateQueue(client, SERVICES)
    return applied
  } finally {
    await client.end()
  }
}

/**
 * The same for a scratch database, by whoever made it: the tables are then his, and no role or password is changed.
 * @param url postgres://user@host:port/name, without the password.
 */
export async function migrateScratch({ url, password }: { url: string; password: string }): Promise<void> {
  const client = new pg.Client({ connectionString: withPassword(url, password), application_name: 'migrate' })
  await client.connect()
  try {
    await client.query(`grant usage on schema public to ${SERVICES}`)
    await toNewest(client)
  } finally {
    await client.end()
  }
}

async function toNewest(client: pg.Client): Promise<number> {
  const before = await appliedHashes(client)
  refuseUnknown(before)
  await migrate(drizzle(client), { migrationsFolder })
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${SERVICES}`)
  await client.query(`grant usage on all sequences in schema public to ${SERVICES}`)
  await ensureChangesAreTold(client)
  await ensureActivityIsKept(client)
  return (await appliedHashes(client)).length - before.length
}

/** Roles are the whole server's and our lock is one database's: of two that are migrated at once one is refused. */
async function untilAlone(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const isRefused = /tuple concurrently updated|already exists|pg_auth|pg_parameter_acl/.test(String(error))
      if (!isRefused || attempt === 20) throw error
    }
  }
}

async function ensureRoles(client: pg.Client, { servicesPassword, backupsPassword }: MigrateOptions): Promise<void> {
  // Statements below hold passwords: a failing one must not be written into the server's log.
  await client.query('set log_min_error_statement = panic')
  await ensureRole(client, SERVICES, 'login')
  await client.query(`alter role ${SERVICES} password ${client.escapeLiteral(servicesPassword)}`)
  await ensureBackups(client, backupsPassword)
  await ensureOwner(client)
  await client.query(`grant usage on schema public to ${SERVICES}`)
}

async function ensureBackups(client: pg.Client, password: string | undefined): Promise<void> {
  await ensureRole(client, BACKUPS, 'login createdb connection limit 8')
  if (password) await client.query(`alter role ${BACKUPS} password ${client.escapeLiteral(password)}`)
  await client.query(`grant pg_read_all_data to ${BACKUPS}`)
  // In databases of its own, where it loads rows: it may write no row of the house, with triggers or without.
  await client.query(`grant set on parameter session_replication_role to ${BACKUPS}`)
}

async function ensureOwner(client: pg.Client): Promise<void> {
  await ensureRole(client, OWNER, 'nologin')
  const database = client.escapeIdentifier(client.database ?? 'postgres')
  await client.query(`grant create, connect on database ${database} to ${OWNER}`)
  await client.query(`alter schema public owner to ${OWNER}`)
}

async function ensureRole(client: pg.Client, role: string, rights: string): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [role])
  if (found.rowCount === 0) await client.query(`create role ${role} ${rights}`)
}

/** What follows is done as the owner of the tables, who is made where there is none yet. */
export async function becomeOwner(client: pg.Client): Promise<void> {
  await untilAlone(() => ensureOwner(client))
  await client.query(`set role ${OWNER}`)
}

/** The migrations that a database has, in their order; none when it was never migrated. */
export async function appliedHashes(client: pg.Client): Promise<string[]> {
  const exists = await client.query("select to_regclass('drizzle.__drizzle_migrations') as name")
  if (!exists.rows[0].name) return []
  const { rows } = await client.query<{ hash: string }>('select hash from drizzle.__drizzle_migrations order by id')
  return rows.map((row) => row.hash)
}

/** A migration is frozen once it is applied: the tables it made are somebody's data. */
function refuseUnknown(applied: string[]): void {
  const known = new Set(readMigrationFiles({ migrationsFolder }).map((migration) => migration.hash))
  const unknown = applied.findIndex((hash) => !known.has(hash))
  if (unknown < 0) return
  throw new Error(
    `The database has a migration (number ${unknown}) that this version does not have: it was made by a newer version, ` +
      'or a migration file was changed after it was applied. Run the version that made it, or restore a backup.',
  )
}
