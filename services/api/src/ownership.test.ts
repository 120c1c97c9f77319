import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Endpoint } from '@ichrisbirch/contract/endpoint'
import { endpoints } from '@ichrisbirch/contract/endpoints'
import type { Problem } from '@ichrisbirch/contract/problems'
import { raiseAlarm } from '@ichrisbirch/db/alarms'
import { newId } from '@ichrisbirch/db/columns'
import { insertDigest } from '@ichrisbirch/db/digests'
import { saveSchedule } from '@ichrisbirch/db/runs'
import { ZodFile, type ZodType } from 'zod'
import { writerOf } from './answers.ts'
import { jsonOf, startTestApi } from './testing.ts'

// Made from the route table: a new endpoint is covered the moment it exists, or fails here for want of a sample.
const table = Object.entries(endpoints as unknown as Record<string, Endpoint>)
const api = await startTestApi()
/** The first to sign up: the admin. */
const owner = await api.signUp()
const stranger = await api.signUp()

/** Two pictures of one point each, to be sent where a file is asked for. */
const [POINT, OTHER_POINT] = [0, 255].map((red) => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
  gif[13] = red
  return new File([new Uint8Array(gif)], '', { type: 'image/gif' })
})

/** What the contract gives as an example of a body or a query: it must be accepted. */
function exampleOf(schema: ZodType | undefined, which = 0): Record<string, unknown> | undefined {
  const examples = (schema?.meta()?.examples ?? []) as Record<string, unknown>[]
  return examples[which % examples.length]
}
/** Of records that must differ, as the addresses of articles, the contract gives several examples. */
const bodyOf = ({ body }: Endpoint, which = 0) => (body instanceof ZodFile ? POINT : exampleOf(body, which))

/** The feature's path, `/tasks/`, with each of its endpoints by what it does there: `POST /tasks/:id/restore/`. */
const at = new Map(table.map(([, endpoint]) => [`${endpoint.method} ${endpoint.path}`, endpoint]))
/** Features whose records a person adds, sees, deletes and restores. */
const records = table.flatMap(([, { method, path }]) => {
  const isWhole = ['GET', 'DELETE'].every((verb) => at.has(`${verb} ${path}:id/`)) && at.has(`POST ${path}:id/restore/`)
  return method === 'POST' && isWhole ? [path] : []
})

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
/** The id in the path, by its first segment. */
const ids: Record<string, string> = {}

before(async () => {
  for (const [, endpoint] of table) {
    const [, feature = '', ...rest] = endpoint.path.split('/')
    if (endpoint.method !== 'POST' || rest.join('') !== '' || endpoint.who) continue
    const response = await ask('POST', endpoint.path, owner.cookie, bodyOf(endpoint))
    assert.equal(response.status, 201, `${endpoint.path}: ${await response.clone().text()}`)
    ids[feature] = (await jsonOf<{ id: string }>(response)).id
  }
  await owner.client.createCategory({ body: { name: 'Secret' } })
  ids.categories = 'Secret'
  ids.tags = 'novel'
  const marked = { params: { id: ids.articles ?? '' }, body: { quote: 'A river', position: 1 } }
  ids.highlights = (await owner.client.createHighlight(marked)).id
  // To be taken back: nothing else here may need it.
  await owner.client.createCategory({ body: { name: 'Undone' } })
  ids.activity = (await owner.client.listActivity()).items[0]?.id ?? ''
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

function pathOf({ path, query }: Endpoint, id = ids[path.split('/')[1] ?? '']): string {
  const words = new URLSearchParams(exampleOf(query) as Record<string, string> | undefined).toString()
  return path.replace(/:\w+/g, id ?? 'missing sample') + (words ? `?${words}` : '')
}

function ask(method: string, path: string, cookie: string | undefined, body?: unknown, type = typeOf(body)) {
  return fetch(api.url + path, {
    method,
    headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: typeof body === 'string' || body instanceof File ? body : JSON.stringify(body) }),
  })
}

function typeOf(body: unknown): string {
  return body instanceof File ? body.type : 'application/json'
}

/** Adds a record with an id of the client's: beside the bytes of a file it stands in the query. */
function add(path: string, cookie: string, id: string, change?: object) {
  const body = bodyOf(endpointAt('POST', path), 2)
  if (body instanceof File) return ask('POST', `${path}?id=${id}`, cookie, change ? OTHER_POINT : body)
  return ask('POST', path, cookie, { ...body, id, ...change })
}

for (const [name, endpoint] of table.filter(([, { who }]) => who !== 'anyone')) {
  test(`${name} tells nothing to somebody who is not signed in`, async () => {
    const response = await ask(endpoint.method, pathOf(endpoint), undefined, bodyOf(endpoint))
    assert.equal(response.status, 401)
    assert.equal((await jsonOf<Problem>(response)).code, 'not_signed_in')
  })
}

for (const [name, endpoint] of table.filter(([, { path }]) => path.includes(':'))) {
  test(`${name} finds nothing of somebody else's`, async () => {
    const response = await ask(endpoint.method, pathOf(endpoint), stranger.cookie, bodyOf(endpoint))
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
      const response = await ask(endpoint.method, pathOf(endpoint, id), owner.cookie, bodyOf(endpoint))
      assert(response.status >= 400 && response.status < 500, `${id}: ${response.status}`)
      assert.match(response.headers.get('content-type') ?? '', /problem\+json/)
    }
  })
}

/** What a new person has from the start. */
const GIVEN = ['listCategories']
for (const [name, endpoint] of table.filter(([name, { method, path, who }]) => {
  return method === 'GET' && !path.includes(':') && !who && !GIVEN.includes(name)
})) {
  test(`${name} shows nothing of somebody else's`, async () => {
    const response = await ask('GET', pathOf(endpoint), stranger.cookie)
    const text = await response.text()
    assert.equal(response.status, 200, text)
    const { items } = JSON.parse(text) as { items?: unknown[] }
    if (items) assert.deepEqual(items, [])
    for (const id of Object.values(ids)) assert(!text.includes(id), text)
  })
}

for (const path of records) {
  test(`${path}: what is deleted is nowhere until it is restored, and then as it was`, async () => {
    const made = await ask('POST', path, owner.cookie, bodyOf(endpointAt('POST', path), 1))
    const { id } = await jsonOf<{ id: string }>(made)
    const one = `${path}${id}/`
    const before = await (await ask('GET', one, owner.cookie)).text()
    assert.equal((await ask('DELETE', one, owner.cookie)).status, 204)
    assert.equal((await ask('DELETE', one, owner.cookie)).status, 404)
    assert(!(await listed(path)).includes(id))
    assert.equal((await ask('POST', `${one}restore/`, owner.cookie)).status, 200)
    assert.equal((await ask('POST', `${one}restore/`, owner.cookie)).status, 200, 'said twice, it is still so')
    const after = await (await ask('GET', one, owner.cookie)).text()
    assert.deepEqual({ ...JSON.parse(after), updatedAt: '' }, { ...JSON.parse(before), updatedAt: '' })
    assert((await listed(path)).includes(id))
  })

  test(`${path}: added twice with one id is added once, and the id is not taken by anything else`, async () => {
    const id = newId()
    const answers = [await add(path, owner.cookie, id), await add(path, owner.cookie, id)]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201],
    )
    assert.equal((await listed(path)).filter((one) => one === id).length, 1)
    assert.equal((await add(path, stranger.cookie, id)).status, 409)
    const change = at.get(`PATCH ${path}:id/`)
    assert.equal((await add(path, owner.cookie, id, (change && bodyOf(change)) ?? {})).status, 409)
  })

  test(`${path}: page after page, each record comes once`, async () => {
    const whole = await listed(path)
    const seen: string[] = []
    let after = ''
    do {
      const response = await ask('GET', `${path}?limit=1${after && `&after=${after}`}`, owner.cookie)
      const { items, next } = await jsonOf<{ items: { id: string }[]; next: string | null }>(response)
      seen.push(...items.map(({ id }) => id))
      after = next ?? ''
    } while (after)
    assert(seen.length > 1)
    assert.deepEqual(seen, whole)
  })
}

function endpointAt(method: string, path: string): Endpoint {
  const endpoint = at.get(`${method} ${path}`)
  assert(endpoint, `${method} ${path}`)
  return endpoint
}

async function listed(path: string): Promise<string[]> {
  const response = await ask('GET', `${path}?limit=200`, owner.cookie)
  return (await jsonOf<{ items: { id: string }[] }>(response)).items.map(({ id }) => id)
}

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
      const response = await ask(endpoint.method, pathOf(endpoint), owner.cookie, body, type)
      const answer = await response.text()
      assert(response.status >= 400 && response.status < 500, `${what}: ${response.status} ${answer}`)
      assert.equal(typeof JSON.parse(answer).code, 'string')
    }
  })
}

for (const [name, endpoint] of table.filter(([, { query }]) => query)) {
  test(`${name} answers every wrong query with a problem document that names the field`, async () => {
    const base = pathOf(endpoint).split('?')[0]
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
    const response = await ask(endpoint.method, pathOf(endpoint), owner.cookie, bodyOf(endpoint))
    assert.equal(response.status, endpoint.status)
    if (answer instanceof ZodFile) return assert.match(response.headers.get('content-type') ?? '', /^image\//)
    const text = await response.text()
    assert.equal(text, writerOf(answer)(JSON.parse(text)))
    if (name === 'renameCategory') ids.categories = 'Patio'
  })
}
