import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { client } = await api.signUp()
const find = async (q: string) => (await client.searchEverything({ query: { q } })).items
const titles = async (q: string) => (await find(q)).map(({ title }) => title)

test('what has all the words or their beginnings is found, names before notes, open before done', async () => {
  const add = (name: string, notes?: string) => client.createTask({ body: { name, notes: notes ?? null } })
  const done = await add('Buy oat milk')
  await client.completeTask({ params: { id: done.id } })
  await add('Call Ana', 'about the milk bill')
  await add('Ask for milk and bread')
  await add('Sharpen the knives')
  assert.deepEqual(await titles('mil'), ['Ask for milk and bread', 'Buy oat milk', 'Call Ana'])
  assert.deepEqual(await titles('milk BRE'), ['Ask for milk and bread'])
  assert.deepEqual(await titles('ilk'), [])
  await client.deleteTask({ params: { id: done.id } })
  assert.deepEqual(await titles('oat'), [])
})

test('a title that begins as it is typed comes first', async () => {
  await client.createTask({ body: { name: 'Knives: sharpen the knives, all knives' } })
  await client.createTask({ body: { name: 'Sharpen' } })
  assert.equal((await titles('sharpen the'))[0], 'Sharpen the knives')
})

test('each says what it is and where its page is', async () => {
  const { id } = await client.createTask({ body: { name: 'Zebra crossing', dueDay: '2026-12-04' } })
  assert.deepEqual(await find('zebra'), [
    { kind: 'task', id, title: 'Zebra crossing', day: '2026-12-04', detail: null, isDone: false, link: `/tasks/${id}` },
  ])
})

test('nothing that is typed is an operator or an error', async () => {
  for (const q of ["'", '"', '& | !', 'a:*b', "milk' & 'x", '\\', '<->', 'Ünï', '日本', '-']) await find(q)
})
