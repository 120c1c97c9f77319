import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer } from './dumps/connection.ts'
import { checkSignIn } from './dumps/sign-in.ts'
import { contentsOf, openTestHouses } from './dumps/test-houses.ts'
import { seed } from './seed.ts'

const { house } = await openTestHouses()
const options = { tasks: 1000, others: 200, seed: 7, today: '2026-11-23', email: 'ada@example.org' }
const houses = await Promise.all([house(), house(), house()])
const [first, second, third] = houses
await seed(first, options)

/** What a person does not keep by hand, or what is a secret. */
const UNSEEDED = ['activity', 'article_imports', 'digests', 'event_feeds']

const ask = async (text: string) => (await onServer(first, {}, (client) => client.query(text))).rows[0]

test('the same numbers give the same rows, another number gives others', async () => {
  await seed(second, options)
  await seed(third, { ...options, seed: 8 })
  assert.deepEqual(await contentsOf(second), await contentsOf(first))
  assert.notEqual((await contentsOf(third)).tasks?.checksum, (await contentsOf(first)).tasks?.checksum)
})

test('a thousand tasks: some open and due around today, most completed before, each with its place', async () => {
  const found = await ask(`
    select count(*)::int as all, count(distinct position)::int as places, count(distinct name)::int as names,
      count(*) filter (where completed_at is null and deleted_at is null)::int as open,
      min(due_day) filter (where completed_at is null and deleted_at is null) > '2026-11-01' as near,
      max(completed_at) <= '2026-11-23' as past, count(distinct category)::int as categories from tasks`)
  assert.deepEqual([found.all, found.places, found.near, found.past, found.categories], [1000, 1000, true, true, 8])
  assert.ok(found.open > 80 && found.open < 180, `${found.open} open`)
  assert.ok(found.names > 400, `${found.names} different names`)
})

test('autotasks are next due on their weekday, after today', async () => {
  const found = await onServer(first, {}, (client) =>
    client.query<{ rule: string; day: string; runs: number }>(`
      select rule, upper(to_char(next_day, 'Dy')) as day, (select count(*)::int from autotask_runs where autotask_id = a.id) as runs
      from autotasks a where next_day > '2026-11-23' and next_day <= '2026-11-30' and next_run_at = next_day::timestamp`),
  )
  assert.equal(found.rowCount, 8)
  for (const { rule, day, runs } of found.rows) {
    assert.equal(rule, `FREQ=WEEKLY;BYDAY=${day.slice(0, 2)}`)
    assert.equal(runs, 52)
  }
})

test('a person has as much of everything else: habits to do today, books being read, readings that fit their shelf', async () => {
  const { rows } = await onServer(first, {}, (client) =>
    client.query<{ table: string; rows: number }>(`
      select table_name as table, (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || table_name, false, true, '')))[1]::text::int as rows
      from information_schema.columns where table_schema = 'public' and column_name = 'owner_id' order by 1`),
  )
  const few = rows.filter(({ rows }) => rows === 0).map(({ table }) => table)
  assert.deepEqual(few, UNSEEDED)
  const found = await ask(`select
    (select count(*)::int from habits where not paused and next_day = '2026-11-23') as habits,
    (select count(*)::int from books where shelf = 'reading') as reading,
    (select count(*)::int from books b where (shelf = 'to_read') = exists (select from book_readings where book_id = b.id)) as wrong,
    (select count(*)::int from habit_check_ins where day >= '2026-11-23') as early,
    (select count(*)::int from events where ends_at > '2026-11-23T00:00:00Z' and starts_at < '2026-12-23') > 2 as coming`)
  assert.deepEqual(found, { habits: 12, reading: 3, wrong: 0, early: 0, coming: true })
})

test('its account can sign in, is the admin of an empty house, and is never made twice', async () => {
  assert.equal(await checkSignIn(first, new URL(first.url).pathname.slice(1)), 1)
  assert.equal((await ask('select admin from users')).admin, true)
  await assert.rejects(seed(first, options), /ada@example.org already/)
  await seed(first, { ...options, tasks: 10, email: 'second@example.org' })
  assert.equal((await ask('select count(*)::int as n from users where admin')).n, 1)
})
