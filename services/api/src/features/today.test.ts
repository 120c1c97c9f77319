import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { TODAY_COUNTED, TODAY_SHOWN } from '@ichrisbirch/contract/today'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { client } = await api.signUp()
const { today: day } = await client.getAccount()

test('an empty day has nothing in any part', async () => {
  const { day: said, ...parts } = await client.getToday()
  assert.equal(said, day)
  assert.deepEqual(parts, { overdue: { items: [], count: 0 }, due: { items: [], count: 0 } })
})

test('open tasks of the day stand in manual order, those of days before with the latest first', async () => {
  const add = (name: string, dueDay: string | null) => client.createTask({ body: { name, dueDay, place: 'last' } })
  await add('second', day)
  const first = await add('first', day)
  await client.moveTask({ params: { id: first.id }, body: { behind: null } })
  await add('last year', addDays(day, -365))
  await add('yesterday', addDays(day, -1))
  await add('tomorrow', addDays(day, 1))
  await add('some day', null)
  await client.completeTask({ params: { id: (await add('done', day)).id } })
  await client.deleteTask({ params: { id: (await add('deleted', day)).id } })
  const { due, overdue } = await client.getToday()
  assert.deepEqual([due.items.map(({ name }) => name), due.count], [['first', 'second'], 2])
  assert.deepEqual([overdue.items.map(({ name }) => name), overdue.count], [['yesterday', 'last year'], 2])
})

test('of many, the first are shown and the others counted, up to a limit', async () => {
  const { client } = await api.signUp()
  const { id } = await client.getAccount()
  await api.database.db.execute(`
    insert into tasks (id, owner_id, name, due_day, position)
    select gen_random_uuid(), '${id}', 'task ' || n, '${day}', 'a' || lpad(n::text, 5, '0') from generate_series(1, 150) n`)
  const { due } = await client.getToday()
  assert.deepEqual([due.items.length, due.count], [TODAY_SHOWN, TODAY_COUNTED])
  assert.equal(due.items[0]?.name, 'task 1')
})
