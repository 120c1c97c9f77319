import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@ichrisbirch/contract/client'
import type { Problem } from '@ichrisbirch/contract/problems'
import { jsonOf, startTestApi } from './testing.ts'

interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, { operationId: string }>>
}

const api = await startTestApi()
const closed = await startTestApi({
  SIGN_UP: 'first',
  SIGN_UP_CODE: 'the-one-time-code-of-this-test',
  ENVIRONMENT: 'prod',
})

function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
const newcomer = (email: string, password = 'correct horse battery') => ({ name: 'Ada', email, password })

test('a person signs up, out and in, and the old session is over', async () => {
  const { client, cookie, email, password } = await api.signUp()
  assert.equal((await client.getAccount()).email, email)
  await post(api.url, 'sign-out', {}, { cookie })
  await assert.rejects(client.getAccount(), { code: 'not_signed_in' })
  const response = await post(api.url, 'sign-in/email', { email, password })
  assert.equal(response.status, 200)
  assert.match(response.headers.getSetCookie().join(), /ichrisbirch-testing\.session_token=.*HttpOnly.*SameSite=Lax/)
})

test('a new person begins with a sensible few categories', async () => {
  const { client } = await api.signUp()
  assert((await client.listCategories()).items.some(({ name }) => name === 'Home'))
})

test('a wrong password and an unknown e-mail are refused in the same words', async () => {
  const { email } = await api.signUp()
  const wrong = await post(api.url, 'sign-in/email', { email, password: 'not the password' })
  const unknown = await post(api.url, 'sign-in/email', { email: 'nobody@example.org', password: 'not the password' })
  assert.equal(wrong.status, 401)
  assert.equal(unknown.status, 401)
  assert.equal((await jsonOf<Problem>(wrong)).detail, (await jsonOf<Problem>(unknown)).detail)
})

test('after ten failed sign-ins an account waits, whatever address they come from, and others do not', async () => {
  const { email, password } = await api.signUp()
  for (let n = 0; n < 10; n++) {
    const headers = { 'x-forwarded-for': `203.0.113.${n}` }
    assert.equal((await post(api.url, 'sign-in/email', { email, password: 'wrong' }, headers)).status, 401)
  }
  const refused = await post(api.url, 'sign-in/email', { email, password })
  assert.equal(refused.status, 429)
  assert.match((await jsonOf<Problem>(refused)).detail, /Try again in \d+ minutes/)
  const other = await api.signUp()
  assert.equal((await post(api.url, 'sign-in/email', other)).status, 200)
})

test('short passwords and e-mails that are none are refused', async () => {
  assert.equal((await post(api.url, 'sign-up/email', newcomer('a@example.org', 'short'))).status, 422)
  assert.equal((await post(api.url, 'sign-up/email', newcomer('not an e-mail'))).status, 422)
  for (const body of [{}, [], null, 'x', { email: 7 }]) {
    const { status } = await post(api.url, 'sign-up/email', body)
    assert(status >= 400 && status < 500, `${JSON.stringify(body)}: ${status}`)
  }
})

test('an account cannot make itself the admin', async () => {
  await api.signUp()
  const response = await post(api.url, 'sign-up/email', { ...newcomer('sly@example.org'), admin: true })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const client = createClient({ url: api.url, headers: { cookie } })
  if (response.ok) assert.equal((await client.getAccount()).admin, false)
  else assert(response.status < 500)
})

test('an API key works in place of the cookie, until it is deleted', async () => {
  const { client, cookie } = await api.signUp()
  const made = await post(api.url, 'api-key/create', { name: 'phone' }, { cookie })
  assert.equal(made.status, 200, await made.clone().text())
  const { id, key } = await jsonOf<{ id: string; key: string }>(made)
  const withKey = createClient({ url: api.url, headers: { 'x-api-key': key } })
  await withKey.createTask({ body: { name: 'by key' } })
  assert.equal((await client.listTasks()).items[0]?.name, 'by key')
  await post(api.url, 'api-key/delete', { keyId: id }, { cookie })
  await assert.rejects(withKey.listTasks(), { code: 'not_signed_in' })
  await assert.rejects(createClient({ url: api.url, headers: { 'x-api-key': 'made up' } }).listTasks(), {
    code: 'not_signed_in',
  })
})

test('an API key ends itself without a password, and no other key of the person or of anybody else', async () => {
  const { cookie } = await api.signUp()
  const stranger = await api.signUp()
  const keyOf = async (cookie: string) =>
    (await jsonOf<{ key: string }>(await post(api.url, 'api-key/create', { name: 'terminal' }, { cookie }))).key
  const clientOf = (key: string) => createClient({ url: api.url, headers: { 'x-api-key': key } })
  const [first, second, theirs] = [await keyOf(cookie), await keyOf(cookie), await keyOf(stranger.cookie)].map(clientOf)
  await first?.deleteOwnKey()
  await assert.rejects(first?.getAccount() ?? Promise.resolve(), { code: 'not_signed_in' })
  await assert.rejects(first?.deleteOwnKey() ?? Promise.resolve(), { code: 'not_signed_in' })
  await second?.getAccount()
  await theirs?.getAccount()
})

test('the same key that is ended twice at once is ended', async () => {
  const { cookie } = await api.signUp()
  const { key } = await jsonOf<{ key: string }>(await post(api.url, 'api-key/create', { name: 'terminal' }, { cookie }))
  const end = () => fetch(`${api.url}/account/key/`, { method: 'DELETE', headers: { 'x-api-key': key } })
  const statuses = (await Promise.all([end(), end()])).map(({ status }) => status)
  assert(
    statuses.every((status) => status === 204 || status === 401),
    statuses.join(),
  )
  assert.equal((await end()).status, 401)
})

test('a session is no key: the endpoint that ends a key refuses it, and it goes on', async () => {
  const { client } = await api.signUp()
  await assert.rejects(client.deleteOwnKey(), { code: 'forbidden' })
  await client.getAccount()
})

test('a forged or cut cookie signs nobody in', async () => {
  const { cookie } = await api.signUp()
  const [name, value = ''] = cookie.split('=')
  for (const forged of [value.slice(0, -8), value.replace('.', '.A'), `${value}x`, '%', '', 'a.b']) {
    const client = createClient({ url: api.url, headers: { cookie: `${name}=${forged}` } })
    await assert.rejects(client.getAccount(), { code: 'not_signed_in' })
  }
})

test('a production house takes its first account with the code, and none after it', async () => {
  const state = async () => (await jsonOf<{ signUp: string }>(await fetch(`${closed.url}/auth-status/`))).signUp
  assert.equal(await state(), 'code')
  assert.equal((await post(closed.url, 'sign-up/email', newcomer('a@example.org'))).status, 403)
  const code = { 'x-sign-up-code': 'the-one-time-code-of-this-test' }
  assert.equal(
    (await post(closed.url, 'sign-up/email', newcomer('a@example.org'), { 'x-sign-up-code': 'wrong' })).status,
    403,
  )
  const both = await Promise.all(
    ['b', 'c'].map((name) => post(closed.url, 'sign-up/email', newcomer(`${name}@example.org`), code)),
  )
  assert.deepEqual(both.map(({ status }) => status === 200).toSorted(), [false, true])
  assert(
    both.every(({ status }) => status < 500),
    both.map(({ status }) => status).join(),
  )
  assert.equal(await state(), 'closed')
  assert.equal((await post(closed.url, 'sign-up/email', newcomer('d@example.org'), code)).status, 403)
})

test('the OpenAPI document names every endpoint, and health needs no sign-in', async () => {
  const { paths, openapi } = await jsonOf<OpenApi>(await fetch(`${api.url}/docs/json`))
  assert.equal(openapi, '3.1.0')
  assert.equal(paths['/tasks/']?.get?.operationId, 'listTasks')
  assert.equal((await fetch(`${api.url}/docs`)).status, 200)
  assert.equal((await jsonOf<{ status: string }>(await fetch(`${api.url}/health`))).status, 'ok')
})
