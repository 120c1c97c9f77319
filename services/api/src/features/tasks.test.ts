import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ApiError } from '@ichrisbirch/contract/client'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

test('a new task stands last in the manual order, or first when asked', async () => {
  const { client } = await api.signUp()
  await client.createTask({ body: { name: 'one' } })
  await client.createTask({ body: { name: 'two' } })
  await client.createTask({ body: { name: 'zero', place: 'first' } })
  const { items } = await client.listTasks()
  assert.deepEqual(
    items.map((task) => task.name),
    ['zero', 'one', 'two'],
  )
})

test('moving a task writes that task alone', async () => {
  const { client } = await api.signUp()
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => client.createTask({ body: { name } })))
  assert(a && b && c)
  const before = new Map((await client.listTasks()).items.map((task) => [task.id, task.position]))
  await client.moveTask({ params: { id: c.id }, body: { behind: null } })
  const after = (await client.listTasks()).items
  assert.equal(after[0]?.id, c.id)
  for (const task of after.slice(1)) assert.equal(task.position, before.get(task.id))
})

test('tasks created at the same moment all get a place of their own', async () => {
  const { client } = await api.signUp()
  await Promise.all(Array.from({ length: 20 }, (_, n) => client.createTask({ body: { name: `task ${n}` } })))
  const { items } = await client.listTasks()
  assert.equal(new Set(items.map((task) => task.position)).size, 20)
})

test('a repeated create with the same id and content is the same create, another content is refused', async () => {
  const { client } = await api.signUp()
  const id = randomUUID()
  const first = await client.createTask({ body: { id, name: 'once', category: 'home' } })
  const again = await client.createTask({ body: { id, name: 'once', category: 'Home' } })
  assert.deepEqual(again, first)
  assert.equal(first.category, 'Home')
  await assert.rejects(client.createTask({ body: { id, name: 'other' } }), { code: 'id_taken' })
  assert.equal((await client.listTasks()).items.length, 1)
})

test('completing, reopening, deleting and restoring lead back to the same task at the same place', async () => {
  const { client } = await api.signUp()
  const task = await client.createTask({ body: { name: 'there and back', notes: '**bold**', dueDay: '2026-12-04' } })
  const params = { id: task.id }
  const done = await client.completeTask({ params })
  assert(done.completedAt)
  assert.equal((await client.completeTask({ params })).completedAt, done.completedAt)
  assert.equal((await client.listTasks()).items.length, 0)
  assert.equal((await client.listTasks({ query: { status: 'completed' } })).items[0]?.id, task.id)
  await client.reopenTask({ params })
  await client.deleteTask({ params })
  assert.equal((await client.listTasks({ query: { status: 'deleted' } })).items[0]?.id, task.id)
  await assert.rejects(client.changeTask({ params, body: { name: 'gone' } }), { code: 'not_found' })
  const back = await client.restoreTask({ params })
  assert.deepEqual({ ...back, updatedAt: task.updatedAt }, task)
})

test('a task deleted more than 30 days ago cannot be restored', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createTask({ body: { name: 'old' } })
  await client.deleteTask({ params: { id } })
  await api.database.db.execute(`update tasks set deleted_at = now() - interval '31 days' where id = '${id}'`)
  await assert.rejects(client.restoreTask({ params: { id } }), { code: 'not_found' })
})

test('pages follow each other without a gap or a repetition, in every order', async () => {
  const { client } = await api.signUp()
  for (let n = 0; n < 7; n++) await client.createTask({ body: { name: `task ${n}` } })
  for (const task of (await client.listTasks({ query: { limit: 4 } })).items) {
    await client.completeTask({ params: { id: task.id } })
  }
  for (const [status, expected] of [
    ['open', 3],
    ['completed', 4],
    ['all', 7],
  ] as const) {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await client.listTasks({ query: { status, limit: 2, ...(after && { after }) } })
      seen.push(...page.items.map((task) => task.id))
      after = page.next ?? undefined
    } while (after)
    assert.equal(seen.length, expected)
    assert.equal(new Set(seen).size, expected)
  }
})

test('search finds beginnings of words in names and notes, names first, and no operator does harm', async () => {
  const { client } = await api.signUp()
  await client.createTask({ body: { name: 'Call the plumber', notes: 'about the watering system' } })
  await client.createTask({ body: { name: 'Water plants' } })
  const { items } = await client.searchTasks({ query: { q: 'wat' } })
  assert.deepEqual(
    items.map((task) => task.name),
    ['Water plants', 'Call the plumber'],
  )
  for (const q of ["'", 'a & | !', "water' & !x:*", '\\', 'Ünïcödé 水']) await client.searchTasks({ query: { q } })
})

test("completed tasks are counted by the owner's days, not the server's", async () => {
  const { client } = await api.signUp()
  await client.changeAccount({ body: { timeZone: 'Pacific/Auckland', dayStartHour: 4 } })
  const { id } = await client.createTask({ body: { name: 'late' } })
  await client.completeTask({ params: { id } })
  // 14:30 UTC is 03:30 on 5 December in Auckland: before the day begins at 4, so still 4 December.
  await api.database.db.execute(`update tasks set completed_at = '2026-12-04T14:30:00Z' where id = '${id}'`)
  const { days } = await client.countCompletedTasks({ query: { from: '2026-12-03', to: '2026-12-05' } })
  assert.deepEqual(days, [
    { day: '2026-12-03', count: 0 },
    { day: '2026-12-04', count: 1 },
    { day: '2026-12-05', count: 0 },
  ])
  const { items } = await client.listTasks({ query: { status: 'completed', from: '2026-12-04', to: '2026-12-04' } })
  assert.equal(items.length, 1)
})

test('an unknown category is refused with the name of the field', async () => {
  const { client } = await api.signUp()
  const refusal = await client.createTask({ body: { name: 'x', category: 'Nowhere' } }).catch((error) => error)
  assert(refusal instanceof ApiError)
  assert.equal(refusal.status, 422)
  assert.match(refusal.fields.category ?? '', /none of your categories/)
})

test('a task looks the same in the prepared list as by itself', async () => {
  const { client } = await api.signUp()
  await client.createTask({ body: { name: 'with all', notes: 'n', category: 'Home', dueDay: '2026-12-04' } })
  await client.createTask({ body: { name: 'with nothing' } })
  const { items } = await client.listTasks()
  assert.equal(items.length, 2)
  for (const item of items) assert.deepEqual(item, await client.getTask({ params: { id: item.id } }))
})
