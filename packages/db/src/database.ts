import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** What every query takes first: the pool, or a transaction on it. */
export type Database = PgDatabase<NodePgQueryResultHKT>

export interface OpenDatabase {
  db: NodePgDatabase
  /** Resolves when the database answered. */
  ping: () => Promise<void>
  close: () => Promise<void>
}

export interface DatabaseOptions {
  /** postgres://user@host:port/name, without the password: URLs end in logs. */
  url: string
  password: string
  /** Stands in pg_stat_activity. */
  name: string
  connections?: number
  /** Who writes here, for the activity. Absent: the person, in the app. */
  via?: 'scheduler'
  /** Receives errors of idle connections: the pool replaces them by itself. */
  onError: (error: Error) => void
}

/** Opens a pool. It connects when first used, and again after the database was away. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: withPassword(options.url, options.password),
    application_name: options.name,
    max: options.connections ?? 10,
    // A connection closed when idle loses its prepared plans.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    options: `-c timezone=UTC${options.via ? ` -c ichrisbirch.via=${options.via}` : ''}`,
  })
  pool.on('error', options.onError)
  // The pool listens to idle connections only. One that is lost in a transaction fails the query at work, or the next;
  // without a listener of its own it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = drizzle(pool)
  // Drizzle's own begins before it promises to let go: a connection lost at `begin` would be missing from the pool for ever.
  db.transaction = async (work, config) => {
    const client = await pool.connect()
    try {
      return await drizzle(client).transaction(work, config)
    } finally {
      client.release()
    }
  }
  return {
    db,
    ping: async () => {
      await pool.query('select 1')
    },
    close: () => pool.end(),
  }
}

/** pg takes the password from the URL or not at all. Such a URL is made where it is used, and never kept. */
export function withPassword(url: string, password: string): string {
  const whole = new URL(url)
  whole.password = encodeURIComponent(password)
  return whole.href
}

/** A timestamptz as PostgreSQL writes it on these connections, `2026-12-04 01:15:00.123456+00`, as ISO 8601. */
export function isoInstant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
}
