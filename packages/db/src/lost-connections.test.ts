import assert from 'node:assert/strict'
import { once, EventEmitter } from 'node:events'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { openDatabase } from './database.ts'
import { listen } from './listen.ts'
import { openTestDatabase } from './testing.ts'

// A restored house ends every session: a service whose process died of that would be away until somebody noticed.
const { superuserUrl, url, password } = await openTestDatabase()

async function endSessions(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name])
  await client.end()
}

test('a connection that is lost in the middle of a transaction fails that, and the next one is another connection', async () => {
  const errors: Error[] = []
  const name = 'lost in a transaction'
  const database = openDatabase({ url, password, name, onError: (error) => errors.push(error) })
  const lost = database.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await endSessions(name)
    await tx.execute(sql`select 1`)
  })
  await assert.rejects(lost)
  await database.ping()
  await database.close()
})

test('a connection that is lost before a transaction has begun is given up, not kept from everyone else', async () => {
  const options = { url, password, name: 'lost before begin', connections: 1, onError: () => {} }
  const database = openDatabase(options)
  await database.ping()
  const pool = (database.db as unknown as { $client: pg.Pool }).$client
  pool.once('acquire', (client) => (client as unknown as { connection: pg.Connection }).connection.stream.destroy())
  await assert.rejects(database.db.transaction((tx) => tx.execute(sql`select 1`)))
  await database.ping()
  await database.close()
})

test('who listens goes on listening when the server ends the session, as often as it does', async () => {
  const events = new EventEmitter()
  const name = 'lost listener'
  const listener = listen({
    url,
    password,
    name,
    channel: 'news',
    onNotify: (payload) => events.emit('heard', payload),
    onListening: () => events.emit('listening'),
    onError: () => {},
  })
  await once(events, 'listening')
  for (const round of ['first', 'second']) {
    const again = once(events, 'listening')
    await endSessions(name)
    await again
    const heard = once(events, 'heard')
    const client = new pg.Client({ connectionString: superuserUrl })
    await client.connect()
    await client.query("select pg_notify('news', $1)", [round])
    await client.end()
    assert.deepEqual(await heard, [round])
  }
  await listener.close()
})
