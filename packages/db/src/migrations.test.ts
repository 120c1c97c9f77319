import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { migrateDatabase } from './migrations.ts'
import { openTestDatabase } from './testing.ts'

const database = await openTestDatabase()

/** An empty database, and what migrate is called with. */
async function emptyDatabase() {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const server = new pg.Client({ connectionString: database.superuserUrl })
  await server.connect()
  await server.query(`create database ${name}`)
  after(async () => {
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  })
  const url = new URL(database.superuserUrl)
  const password = decodeURIComponent(url.password)
  url.pathname = `/${name}`
  const whole = url.href
  url.password = ''
  return { whole, options: { url: url.href, password, servicesPassword: database.password } }
}

test("the services' role reads and writes rows, and cannot alter a table or make one", async () => {
  await database.db.execute('select count(*) from tasks')
  for (const statement of ['alter table tasks add column x text', 'create table x (y text)', 'drop table tasks']) {
    await assert.rejects(database.db.execute(statement), (error: Error) =>
      /must be owner|permission denied/.test(String(error.cause)),
    )
  }
})

test('of several migrations at once one works, and the others find it done', async () => {
  const { options } = await emptyDatabase()
  const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(options)))
  assert.equal(applied.filter((count) => count > 0).length, 1)
  assert.equal(await migrateDatabase(options), 0)
})

test('a database of a newer version is refused, and left as it is', async () => {
  const { options, whole } = await emptyDatabase()
  await migrateDatabase(options)
  const client = new pg.Client({ connectionString: whole })
  await client.connect()
  await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('from the future', 0)")
  await client.end()
  await assert.rejects(migrateDatabase(options), /newer version/)
})

test('databases of one server are migrated at the same time: their roles are the same', async () => {
  const houses = await Promise.all([1, 2, 3, 4].map(emptyDatabase))
  const applied = await Promise.all(houses.map(({ options }) => migrateDatabase(options)))
  assert.ok(applied.every((count) => count > 0))
})
