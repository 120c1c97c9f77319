import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Endpoint } from '@ichrisbirch/contract/endpoint'
import { endpoints } from '@ichrisbirch/contract/endpoints'
import type { Problem } from '@ichrisbirch/contract/problems'
import { raiseAlarm } from '@ichrisbirch/db/alarms'
import { insertDigest } from '@ichrisbirch/db/digests'
import { saveSchedule } from '@ichrisbirch/db/runs'
import { writerOf } from './answers.ts'
import { jsonOf, startTestApi } from './testing.ts'

// Made from the route table: a new endpoint is covered the moment it exists, or fails here for want of a sample.
const table = Object.entries(endpoints as unknown as Record<string, Endpoint>)
const api = await startTestApi()
/** The first to sign up: the admin. */
const owner = await api.signUp()
const stranger = await api.signUp()

/** A body that each endpoint accepts. */
const BODIES: Record<string, unknown> = {
  changeAccount: { name: 'Grace' },
  createCategory: { name: 'Garden' },
  renameCategory: { name: 'Patio' },
  createTask: { name: 'a task' },
  changeTask: { name: 'changed' },
  moveTask: { behind: null },
  previewAutotask: { rule: 'FREQ=DAILY' },
  createAutotask: { name: 'an autotask', rule: 'FREQ=DAILY' },
  changeAutotask: { name: 'changed' },
  changeSchedule: { rule: '5 4 * * *' },
  runSchedule: { scheduledFor: '2026-11-23T00:00:00Z' },
  createConversation: { title: 'a conversation' },
  changeConversation: { title: 'changed' },
  saveMessage: { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'hello' }] },
}
const SCHEDULE = {
  name: 'backup',
  job: 'backup',
  title: 'Back up',
  rule: '30 2 * * *',
  timeZone: 'UTC',
  missed: 'once' as const,
  expectWithin: 60,
  retries: 1,
}
const QUERIES: Record<string, string> = {
  searchTasks: '?q=task',
  countCompletedTasks: '?from=2026-01-01&to=2026-01-31',
}
/** The id in the path, by its first segment. */
const ids: Record<string, string> = {}

before(async () => {
  ids.tasks = (await owner.client.createTask({ body: { name: 'mine' } })).id
  ids.autotasks = (await owner.client.createAutotask({ body: { name: 'mine', rule: 'FREQ=DAILY' } })).id
  ids.conversations = (await owner.client.createConversation({ body: { title: 'mine' } })).id
  await owner.client.createCategory({ body: { name: 'Secret' } })
  ids.categories = 'Secret'
  await saveSchedule(api.database.db, SCHEDULE, null)
  ids.schedules = SCHEDULE.name
  ids.runs = (await owner.client.runSchedule({ params: { name: SCHEDULE.name }, body: {} })).id
  const { db } = api.database
  const none = { count: 0, tasks: [] }
  const digest = { day: '2026-11-23', content: { overdue: none, due: none, made: none, done: none } }
  const account = await owner.client.getAccount()
  ids.digests = (await insertDigest(db, account.id, { ...digest, madeAt: new Date().toISOString() }))?.id ?? ''
  const alarm = { kind: 'schedule_late', subject: 'backup', message: 'It is late.' } as const
  ids.alarms = (await raiseAlarm(db, alarm, new Date())).id
})

function pathOf(name: string, endpoint: Endpoint, id = ids[endpoint.path.split('/')[1] ?? '']): string {
  return endpoint.path.replace(/:\w+/g, id ?? 'missing sample') + (QUERIES[name] ?? '')
}

function ask(method: string, path: string, cookie: string | undefined, body?: unknown, type = 'application/json') {
  return fetch(api.url + path, {
    method,
    headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

for (const [name, endpoint] of table.filter(([, { who }]) => who !== 'anyone')) {
  test(`${name} tells nothing to somebody who is not signed in`, async () => {
    const response = await ask(endpoint.method, pathOf(name, endpoint), undefined, BODIES[name])
    assert.equal(response.status, 401)
    assert.equal((await jsonOf<Problem>(response)).code, 'not_signed_in')
  })
}

for (const [name, endpoint] of table.filter(([, { path }]) => path.includes(':'))) {
  test(`${name} finds nothing of somebody else's`, async () => {
    const response = await ask(endpoint.method, pathOf(name, endpoint), stranger.cookie, BODIES[name])
    assert.equal(response.status, 404, await response.text())
  })

  test(`${name} answers ids that are none with a problem document`, async () => {
    for (const id of [
      '1',
      '..%2f..%2f',
      '%00',
      "'%20or%201=1",
      'x'.repeat(150),
      '00000000-0000-7000-8000-000000000000',
    ]) {
      const response = await ask(endpoint.method, pathOf(name, endpoint, id), owner.cookie, BODIES[name])
      assert(response.status >= 400 && response.status < 500, `${id}: ${response.status}`)
      assert.match(response.headers.get('content-type') ?? '', /problem\+json/)
    }
  })
}

test("a list never shows somebody else's rows", async () => {
  for (const list of [
    await stranger.client.listTasks({ query: { status: 'all' } }),
    await stranger.client.searchTasks({ query: { q: 'mine' } }),
    await stranger.client.listAutotasks(),
    await stranger.client.listConversations(),
    await stranger.client.listDigests(),
  ]) {
    assert.equal(list.items.length, 0)
  }
  assert(!(await stranger.client.listCategories()).items.some(({ name }) => name === 'Secret'))
})

test("a task cannot be put behind somebody else's, nor get their category", async () => {
  const { id } = await stranger.client.createTask({ body: { name: 'theirs' } })
  assert(ids.tasks)
  await assert.rejects(stranger.client.moveTask({ params: { id }, body: { behind: ids.tasks } }), { code: 'not_found' })
  await assert.rejects(stranger.client.changeTask({ params: { id }, body: { category: 'Secret' } }), {
    code: 'invalid_input',
  })
})

const WRONG_BODIES: [what: string, body: unknown, type?: string][] = [
  ['no body', undefined],
  ['text that is not JSON', '{"name":'],
  ['an empty text', ''],
  ['null', 'null'],
  ['a list', []],
  ['a number', '7'],
  ['wrong types', { name: 7, title: [], rule: {}, behind: 5, id: 9, parts: 'x', theme: 1 }],
  ['an unknown field', { ownerId: '00000000-0000-7000-8000-000000000000' }],
  ['a name of a megabyte', { name: 'x'.repeat(900_000), title: 'x'.repeat(900_000), rule: 'x'.repeat(900_000) }],
  ['a body over the limit', { name: 'x'.repeat(2_000_000) }],
  ['the character U+0000', { name: 'a\u0000b', title: 'a\u0000b', rule: '\u0000', notes: '\u0000' }],
  ['another media type', '<x/>', 'application/xml'],
  ['a prototype', '{"__proto__": {"admin": true}}'],
]

for (const [name, endpoint] of table.filter(([, { body }]) => body)) {
  test(`${name} answers every wrong body with a problem document, and never with a 500`, async () => {
    for (const [what, body, type] of WRONG_BODIES) {
      const response = await ask(endpoint.method, pathOf(name, endpoint), owner.cookie, body, type)
      const answer = await response.text()
      assert(response.status >= 400 && response.status < 500, `${what}: ${response.status} ${answer}`)
      assert.equal(typeof JSON.parse(answer).code, 'string')
    }
  })
}

for (const [name, endpoint] of table.filter(([, { query }]) => query)) {
  test(`${name} answers every wrong query with a problem document that names the field`, async () => {
    const base = pathOf(name, endpoint).split('?')[0]
    for (const query of [
      'limit=0',
      'limit=x',
      'limit=1e9',
      'after=%00',
      'after=bm9uc2Vuc2U',
      'from=2026-02-30&to=x',
      'unknown=1',
      'q=',
    ]) {
      const response = await ask(endpoint.method, `${base}?${query}`, owner.cookie)
      if (response.ok) continue
      assert(response.status < 500, `${query}: ${response.status}`)
      const problem = await jsonOf<Problem>(response)
      assert(problem.errors?.length, `${query}: ${JSON.stringify(problem)}`)
    }
  })
}

test('a form of another site cannot use the cookie', async () => {
  const response = await fetch(`${api.url}/tasks/`, {
    method: 'POST',
    headers: { cookie: owner.cookie, origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{"name":"theirs"}',
  })
  assert.equal(response.status, 403)
})

test('what is nowhere is a problem document too', async () => {
  for (const path of ['/nowhere', '/auth/nowhere', '/auth/delete-user', '/tasks']) {
    const response = await ask('PATCH', path, owner.cookie)
    assert.equal(response.status, 404)
    assert.equal((await jsonOf<Problem>(response)).code, 'not_found')
  }
})

// Last: these change what the tests before them look at.
for (const [name, endpoint] of table) {
  const { answer } = endpoint
  if (!answer) continue
  test(`${name} answers with the fields of its schema only`, async () => {
    const response = await ask(endpoint.method, pathOf(name, endpoint), owner.cookie, BODIES[name])
    assert.equal(response.status, endpoint.status)
    const text = await response.text()
    assert.equal(text, writerOf(answer)(JSON.parse(text)))
    if (name === 'renameCategory') ids.categories = 'Patio'
  })
}
