import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { type ConnectionOptions, fromDrizzle, getConstructionPlans, getMigrationPlans } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }
import type { Database } from './database.ts'

/** Where pg-boss keeps its queue. It is no data of a person: a dump leaves it out, and it is filled again from `runs`. */
export const QUEUE_SCHEMA = 'pgboss'

/** Of pg-boss's tables, as this version of it wants them. */
export const QUEUE_VERSION = packageJson.pgboss.schema

/** Makes pg-boss's tables, or brings them to its version, as the client's role, and lets `services` work with them. */
export async function migrateQueue(client: pg.Client, services: string): Promise<void> {
  const version = await queueVersion(client)
  if (version === undefined) await client.query(getConstructionPlans(QUEUE_SCHEMA))
  else if (version < QUEUE_VERSION) await client.query(getMigrationPlans(QUEUE_SCHEMA, version))
  await client.query(`grant usage on schema ${QUEUE_SCHEMA} to ${services}`)
  await client.query(`grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${services}`)
}

async function queueVersion(client: pg.Client): Promise<number | undefined> {
  const exists = await client.query('select to_regclass($1) as name', [`${QUEUE_SCHEMA}.version`])
  if (!exists.rows[0].name) return undefined
  const { rows } = await client.query<{ version: number }>(`select version from ${QUEUE_SCHEMA}.version`)
  return rows[0]?.version
}

/** As an option of any call of the queue: it is done in this transaction, or not at all. */
export function inTransaction(db: Database): Required<ConnectionOptions> {
  return { db: fromDrizzle(db, sql) }
}
