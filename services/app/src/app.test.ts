import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { after, test } from 'node:test'
import { createLogger } from '@ichrisbirch/runtime/log'
import { type Person, startTestApi } from '../../api/src/testing.ts'
import { buildApp } from './app.ts'
import type { AppConfig } from './config.ts'

const isBuilt = existsSync(new URL('../build/server/index.js', import.meta.url))
const skip = isBuilt ? false : 'the pages are not built: npm run build -w services/app'
if (skip) console.log(`The app's own tests are left out: ${skip}`)

const api = await startTestApi()
const log = createLogger({ service: 'app', level: 'silent', readable: false })
const config: AppConfig = {
  NODE_ENV: 'production',
  ENVIRONMENT: 'testing',
  HOST: '127.0.0.1',
  PORT: 0,
  LOG_LEVEL: 'silent',
  API_URL: api.url,
  API_ORIGIN: 'http://localhost:8001',
  APP_ORIGIN: 'http://localhost:5001',
  CHAT_ORIGIN: 'http://localhost:8507',
}

async function startApp(change: Partial<AppConfig> = {}): Promise<string> {
  const app = await buildApp({ config: { ...config, ...change }, log })
  after(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

const url = skip ? '' : await startApp()

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { redirect: 'manual', headers })

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields)
  return fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: config.APP_ORIGIN, ...headers },
    body,
  })
}

const asPerson = ({ cookie }: Person) => ({ cookie, 'accept-language': 'en-GB' })

test('health is ok only while the API answers', { skip }, async () => {
  const response = await get('/health')
  assert.deepEqual([response.status, await response.json()], [200, { status: 'ok', checks: { api: 'ok' } }])
  const alone = await startApp({ API_URL: 'http://127.0.0.1:9' })
  assert.equal((await fetch(`${alone}/health`)).status, 503)
})

test('without the API a page says so, and offers to try again', { skip }, async () => {
  const alone = await startApp({ API_URL: 'http://127.0.0.1:9' })
  const response = await fetch(`${alone}/tasks`)
  assert.equal(response.status, 503)
  const html = await response.text()
  assert.match(html, /The house does not answer/)
  assert.match(html, /Try again/)
})

test('a visitor without a session is sent to sign in, and back to the page that was asked for', { skip }, async () => {
  const response = await get('/tasks?category=Home')
  assert.equal(response.status, 302)
  assert.equal(response.headers.get('location'), '/sign-in?next=%2Ftasks%3Fcategory%3DHome')
})

test("signing in passes the API's cookie on, kept from scripts, and adopts the browser's time zone", {
  skip,
}, async () => {
  const { email, password, client } = await api.signUp()
  const response = await post('/sign-in', { email, password, timeZone: 'Europe/Lisbon' })
  assert.equal(response.headers.get('location'), '/')
  assert.match(response.headers.get('set-cookie') ?? '', /session_token=.*HttpOnly/i)
  assert.equal((await client.getAccount()).timeZone, 'Europe/Lisbon')
})

test('after signing in a person goes to our pages or the chat, and nowhere else', { skip }, async () => {
  const { email, password } = await api.signUp()
  const wheres = { '/account': '/account', '//evil.example': '/', 'https://evil.example/': '/', '/\\evil.example': '/' }
  const chat = `${config.CHAT_ORIGIN}/c/1`
  for (const [next, location] of Object.entries({ ...wheres, [chat]: chat })) {
    const response = await post(`/sign-in?next=${encodeURIComponent(next)}`, { email, password })
    assert.equal(response.headers.get('location'), location, next)
  }
})

test('a wrong password is said in the page, and the page stays', { skip }, async () => {
  const { email } = await api.signUp()
  const response = await post('/sign-in', { email, password: 'something else entirely' })
  assert.equal(response.status, 401)
  assert.match(await response.text(), /role="alert"[^>]*>[^<]*password/i)
})

test("a form of another site's page is refused", { skip }, async () => {
  const person = await api.signUp()
  const fields = { intent: 'add', id: randomUUID(), line: 'pay the thief' }
  const response = await post('/tasks', fields, { ...asPerson(person), origin: 'https://evil.example' })
  assert.ok(response.status >= 400)
  assert.deepEqual((await person.client.listTasks()).items, [])
})

test('scripts run by the nonce of their own page only, and nobody may frame or keep a page', { skip }, async () => {
  const [first, second] = [await get('/sign-in'), await get('/sign-in')]
  const nonceOf = (response: Response) =>
    /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  const nonce = nonceOf(first) ?? ''
  assert.notEqual(nonce, nonceOf(second))
  const scripts = (await first.text()).match(/<script[^>]*>/g) ?? []
  assert.ok(scripts.length > 0)
  for (const script of scripts) assert.ok(script.includes(`nonce="${nonce}"`), script)
  assert.match(first.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  assert.equal(first.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(first.headers.get('referrer-policy'), 'same-origin')
  assert.equal(first.headers.get('cache-control'), 'private, no-store')
})

test('a line sent twice adds one task, with its day, category and place first', { skip }, async () => {
  const person = await api.signUp()
  await person.client.createTask({ body: { name: 'the older one' } })
  const fields = { intent: 'add', id: randomUUID(), line: 'call Ana tomorrow #garden' }
  for (const _ of [1, 2]) assert.equal((await post('/tasks', fields, asPerson(person))).status, 200)
  const { items } = await person.client.listTasks()
  assert.deepEqual(
    items.map(({ name, category }) => [name, category]),
    [
      ['call Ana', 'garden'],
      ['the older one', null],
    ],
  )
  const html = await (await get('/tasks', asPerson(person))).text()
  assert.match(html, /<time[^>]*>Tomorrow<\/time>/)
})

test('a page shows the first fifty rows, and more when its address says so', { skip }, async () => {
  const person = await api.signUp()
  for (let index = 0; index < 55; index++) await person.client.createTask({ body: { name: `task ${index}` } })
  const rowsOf = async (path: string) => (await (await get(path, asPerson(person))).text()).match(/data-row="/g)?.length
  assert.equal(await rowsOf('/tasks'), 50)
  assert.equal(await rowsOf('/tasks?show=100'), 55)
})

test('the page has the theme and the accent that a person chose', { skip }, async () => {
  const person = await api.signUp()
  assert.match(await (await get('/account', asPerson(person))).text(), /<html[^>]* data-hue="250"/)
  const { name, timeZone } = await person.client.getAccount()
  const fields = { name, timeZone, dayStartHour: '0', theme: 'dark', accentHue: '40' }
  assert.match(await (await post('/account', fields, asPerson(person))).text(), /Saved/)
  assert.match(await (await get('/tasks', asPerson(person))).text(), /<html[^>]* data-theme="dark" data-hue="40"/)
})

test('the history of an autotask shows its last twenty runs, and more when its address says so', { skip }, async () => {
  const person = await api.signUp()
  const { id } = await person.client.createAutotask({ body: { name: 'sweep', rule: 'FREQ=DAILY' } })
  for (let run = 0; run < 22; run++) await person.client.runAutotask({ params: { id } })
  const runsOf = async (path: string) =>
    (await (await get(path, asPerson(person))).text()).match(/You had it add a task/g)?.length
  assert.equal(await runsOf(`/autotasks/${id}`), 20)
  assert.equal(await runsOf(`/autotasks/${id}?runs=40`), 22)
})

test("the sessions page holds no session's token", { skip }, async () => {
  const person = await api.signUp()
  const html = await (await get('/account/sessions', asPerson(person))).text()
  assert.match(html, /This device/)
  const token = /session_token=([^;.]+)/.exec(decodeURIComponent(person.cookie))?.[1] ?? ''
  assert.ok(token.length > 16)
  assert.equal(html.includes(token), false)
})

test("somebody else's task is not here", { skip }, async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  const task = await ada.client.createTask({ body: { name: 'a secret' } })
  const response = await get(`/tasks/${task.id}`, asPerson(bo))
  assert.equal(response.status, 404)
  assert.doesNotMatch(await response.text(), /a secret/)
})

test('assets may be kept for ever, and no file outside them is served', { skip }, async () => {
  const asset = /\/assets\/[\w.-]+\.js/.exec(await (await get('/sign-in')).text())?.[0] ?? ''
  assert.equal((await get(asset)).headers.get('cache-control'), 'public, max-age=31536000, immutable')
  for (const encoding of ['br', 'gzip'])
    assert.equal((await get(asset, { 'accept-encoding': encoding })).headers.get('content-encoding'), encoding)
  for (const path of ['/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/assets/none.js']) {
    assert.equal((await get(path)).status, 404, path)
  }
})

test('an answer says its build and whose it is, and the worker is of the same build', { skip }, async () => {
  const person = await api.signUp()
  const { id } = await person.client.getAccount()
  const worker = await get('/service-worker.js')
  const build = worker.headers.get('x-build') ?? 'none'
  assert.ok((await worker.text()).startsWith(`self.house = {"build":"${build}"`))
  assert.equal(worker.headers.get('cache-control'), 'no-cache')
  const keptFor = async (path: string, as?: Person) => {
    const { headers } = await get(path, as && asPerson(as))
    return [headers.get('x-kept-for'), headers.get('x-build')]
  }
  for (const path of ['/tasks', '/tasks.data']) assert.deepEqual(await keptFor(path, person), [id, build], path)
  for (const path of ['/account/keys', '/account/keys.data', '/search.data?q=a', '/offline'])
    assert.deepEqual(await keptFor(path, person), [null, build], path)
  assert.deepEqual(await keptFor('/tasks.data'), [null, build])
})

test('an address that means nothing is a 404 page', { skip }, async () => {
  const response = await get('/nothing/here')
  assert.equal(response.status, 404)
  assert.match(await response.text(), /Not here/)
})
