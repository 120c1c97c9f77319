// What waited on a device without a connection, as the house takes it: once, of its own day, overruling nothing.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { after, test } from 'node:test'
import { createLogger } from '@ichrisbirch/runtime/log'
import { type Person, startTestApi } from '../../api/src/testing.ts'
import { buildApp } from './app.ts'

const isBuilt = existsSync(new URL('../build/server/index.js', import.meta.url))
const skip = isBuilt ? false : 'the pages are not built: npm run build -w services/app'

const api = await startTestApi()
const url = skip ? '' : await startApp()

async function startApp(): Promise<string> {
  const app = await buildApp({
    config: {
      NODE_ENV: 'production',
      ENVIRONMENT: 'testing',
      HOST: '127.0.0.1',
      PORT: 0,
      LOG_LEVEL: 'silent',
      API_URL: api.url,
      API_ORIGIN: 'http://localhost:8001',
      APP_ORIGIN: 'http://localhost:5001',
      CHAT_ORIGIN: 'http://localhost:8507',
    },
    log: createLogger({ service: 'app', level: 'silent', readable: false }),
  })
  after(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

interface Late {
  action: string
  fields: Record<string, string>
  at?: Date
  anyway?: boolean
  owner?: string
}

/** Sends a form that waited; the answer's status, and what became of it. */
async function send(person: Person, { action, fields, at = new Date(), anyway = false, owner }: Late) {
  const account = await person.client.getAccount()
  const response = await fetch(`${url}/outbox`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: person.cookie, 'content-type': 'application/json', 'accept-language': 'en-GB' },
    body: JSON.stringify({ owner: owner ?? account.id, at: at.toISOString(), action, fields, anyway }),
  })
  const answer = (await response.json()) as { kind?: string; fault?: { kind: string; message: string }; seen?: string }
  return { status: response.status, ...answer }
}

const DAY_MS = 86_400_000
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

test('a line that waited for two days means the days after the one it was typed on', { skip }, async () => {
  const person = await api.signUp()
  const at = new Date(Date.now() - 2 * DAY_MS)
  const fields = { intent: 'add', id: randomUUID(), line: 'call Ana tomorrow', category: '' }
  assert.equal((await send(person, { action: '/tasks', fields, at })).kind, 'done')
  const money = { intent: 'add', id: randomUUID(), name: 'a relay', amount: '12.50', currency: 'EUR' }
  assert.equal((await send(person, { action: '/money-wasted', fields: money, at })).kind, 'done')
  const [task] = (await person.client.listTasks()).items
  assert.deepEqual([task?.name, task?.dueDay], ['call Ana', dayOf(Date.now() - DAY_MS)])
  assert.equal((await person.client.listMoneyWasted()).items[0]?.wastedDay, dayOf(at.getTime()))
})

test('a form that comes again adds nothing, also when what it added was changed or deleted since', {
  skip,
}, async () => {
  const person = await api.signUp()
  const fields = { intent: 'add', id: randomUUID(), line: 'find the moth', category: '' }
  const params = { id: fields.id }
  assert.equal((await send(person, { action: '/tasks', fields })).kind, 'done')
  await person.client.changeTask({ params, body: { name: 'find the moth in relay 70' } })
  assert.equal((await send(person, { action: '/tasks', fields })).kind, 'done')
  await person.client.deleteTask({ params })
  assert.equal((await send(person, { action: '/tasks', fields })).kind, 'done')
  assert.equal((await person.client.listTasks({ query: { status: 'all' } })).items.length, 0)
  assert.deepEqual(
    (await person.client.listTasks({ query: { status: 'deleted' } })).items.map(({ name }) => name),
    ['find the moth in relay 70'],
  )
})

test('a tick of a version that is no more changes nothing until it is wanted all the same', { skip }, async () => {
  const person = await api.signUp()
  const { id, updatedAt } = await person.client.createTask({ body: { name: 'test the adder' } })
  const fields = { intent: 'complete', id, name: 'test the adder', seen: updatedAt }
  await person.client.changeTask({ params: { id }, body: { name: 'test it in base 12' } })
  const met = await send(person, { action: '/tasks', fields })
  assert.equal(met.fault?.kind, 'conflict')
  assert.match(met.fault.message, /“test it in base 12”, open/)
  assert.equal((await person.client.getTask({ params: { id } })).completedAt, null)
  assert.equal((await send(person, { action: '/tasks', fields, anyway: true })).kind, 'done')
  assert.notEqual((await person.client.getTask({ params: { id } })).completedAt, null)
  // Its answer got lost: it comes again, and is as it wants to be.
  assert.equal((await send(person, { action: '/tasks', fields })).kind, 'done')
})

test("a tick of Today's list, sent in time, meets no edit but its own thing", { skip }, async () => {
  const person = await api.signUp()
  const { today } = await person.client.getAccount()
  await person.client.createTask({ body: { name: 'due', dueDay: today } })
  const [due] = (await person.client.getToday()).due.items
  assert.ok(due)
  const fields = { kind: 'tasks', intent: 'complete', id: due.id, name: due.name, seen: due.updatedAt }
  const done = await send(person, { action: '/today', fields })
  assert.equal(done.kind, 'done')
  // What waits behind it follows from it.
  const undo = { kind: 'tasks', intent: 'reopen', id: due.id, name: due.name, seen: done.seen ?? '' }
  assert.equal((await send(person, { action: '/today', fields: undo })).kind, 'done')
  assert.equal((await person.client.getTask({ params: { id: due.id } })).completedAt, null)
})

test('a habit is ticked for the day on which it was done, and a skip from elsewhere is not overruled', {
  skip,
}, async () => {
  const person = await api.signUp()
  const yesterday = dayOf(Date.now() - DAY_MS)
  const { id } = await person.client.createHabit({ body: { name: 'stretch', startDay: '2026-01-01' } })
  const fields = { kind: 'habits', intent: 'tick', id, name: 'stretch', seen: 'open' }
  await send(person, { action: '/today', fields, at: new Date(Date.now() - DAY_MS) })
  const checkIns = async () =>
    (await person.client.listCheckIns({ params: { id } })).items.map(({ day, state }) => `${day} ${state}`)
  assert.deepEqual(await checkIns(), [`${yesterday} done`])
  await person.client.changeCheckIn({ params: { id }, body: { state: 'skipped' } })
  const met = await send(person, { action: '/today', fields })
  assert.deepEqual(met.fault, { kind: 'conflict', message: 'There it is skipped on that day.' })
  assert.deepEqual((await checkIns())[1], `${yesterday} done`)
})

test("one person's forms are not taken under another's session, and without one nothing is", { skip }, async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  const fields = { intent: 'add', id: randomUUID(), line: 'a secret', category: '' }
  const { id: owner } = await ada.client.getAccount()
  assert.equal((await send(bo, { action: '/tasks', fields, owner })).status, 409)
  assert.deepEqual((await bo.client.listTasks()).items, [])
  const response = await fetch(`${url}/outbox`, { method: 'POST', redirect: 'manual', body: '{}' })
  assert.equal(response.status, 302)
})

test('what is refused says why, and what is nothing that waits is refused', { skip }, async () => {
  const person = await api.signUp()
  const money = { intent: 'add', id: randomUUID(), name: 'a relay', amount: 'much', currency: 'EUR' }
  const refused = await send(person, { action: '/money-wasted', fields: money })
  assert.equal(refused.fault?.kind, 'refused')
  assert.match(refused.fault.message, /must be an amount/)
  const gone = { intent: 'complete', id: randomUUID(), name: 'gone', seen: '' }
  assert.equal((await send(person, { action: '/tasks', fields: gone })).fault?.kind, 'refused')
  assert.equal((await send(person, { action: '/account', fields: {} })).status, 400)
})
