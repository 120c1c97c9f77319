import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeCertificate } from '../certificates/make.ts'
import { keepCredential } from '../data/credentials.ts'
import { startTestApi, type Person } from '../../../services/api/src/testing.ts'

const api = await startTestApi()
const main = join(import.meta.dirname, '../main.ts')
const homes: string[] = []
after(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

type Outcome = { status: number | null; stdout: string; stderr: string }

/** A terminal of its own: nothing of the real person's settings is read or written. */
function terminal() {
  const home = mkdtempSync(join(tmpdir(), 'ichrisbirch-data-'))
  homes.push(home)
  const run = (words: string[], input = '', more: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, ...words], {
        env: {
          ...process.env,
          XDG_CONFIG_HOME: join(home, 'config'),
          XDG_STATE_HOME: join(home, 'state'),
          TZ: 'Europe/Berlin',
          NO_COLOR: '1',
          FORCE_COLOR: undefined,
          ...more,
        },
      })
      const outcome = { status: null, stdout: '', stderr: '' } as Outcome
      child.stdout.on('data', (chunk: Buffer) => (outcome.stdout += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (outcome.stderr += chunk.toString()))
      child.on('error', reject)
      child.on('close', (status) => resolve({ ...outcome, status }))
      child.stdin.end(input)
    })
  return { home, run, keys: join(home, 'config/ichrisbirch/houses.json') }
}

async function signedIn(): Promise<
  ReturnType<typeof terminal> & { person: Person; ask: (...words: string[]) => Promise<Outcome> }
> {
  const person = await api.signUp()
  // Where their terminal is: elsewhere their days would not be its days, for an hour of each night.
  await person.client.changeAccount({ body: { timeZone: 'Europe/Berlin' } })
  const made = terminal()
  const { status, stderr } = await made.run(
    ['sign-in', '--house', api.url, '--email', person.email],
    `${person.password}\n`,
  )
  assert.equal(status, 0, stderr)
  const ask = (...words: string[]) => made.run([...words, '--house', api.url])
  return { ...made, person, ask }
}

/** With a key that was kept before, which costs no process; in the terminal's zone, so that both mean the same today. */
async function withKey(): ReturnType<typeof signedIn> {
  const person = await api.signUp()
  await person.client.changeAccount({ body: { timeZone: 'Europe/Berlin' } })
  const { key } = await asPerson<{ key: string }>(person, 'POST', 'api-key/create', { name: 'terminal' })
  const made = terminal()
  process.env.XDG_CONFIG_HOME = join(made.home, 'config')
  keepCredential(api.url, { url: api.url, email: person.email, key })
  delete process.env.XDG_CONFIG_HOME
  return { ...made, person, ask: (...words: string[]) => made.run([...words, '--house', api.url]) }
}

const storedKeys = (file: string) =>
  Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, { key: string }>)

async function asPerson<Answer>({ cookie }: Person, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${api.url}/auth/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  assert.equal(response.status, 200)
  return (await response.json()) as Answer
}

const keysOf = async (person: Person) =>
  (await asPerson<{ apiKeys: { id: string }[] }>(person, 'GET', 'api-key/list')).apiKeys

test('signing in keeps a key that only its owner can read, and signing out revokes it', async () => {
  const { run, keys, person, ask } = await signedIn()
  assert.equal(statSync(keys).mode & 0o777, 0o600)
  const { key } = storedKeys(keys)[0] ?? {}
  const withKey = () => fetch(`${api.url}/account/`, { headers: { 'x-api-key': key ?? '' } })
  assert.equal((await withKey()).status, 200)
  assert(!readFileSync(keys, 'utf8').includes(person.password))

  const { status, stderr } = await run(['sign-out', '--house', api.url])
  assert.equal(status, 0, stderr)
  assert.match(stderr, /its key is revoked/)
  assert.equal((await withKey()).status, 401)
  assert.equal(statSync(keys, { throwIfNoEntry: false }), undefined)
  const refused = await ask('tasks', 'list')
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /not signed in/)
  assert.match(refused.stderr, /sign-in --house/)
})

test('signing out with a key that the house does not know any more forgets it', async () => {
  const { ask, keys, person, run } = await signedIn()
  for (const { id } of await keysOf(person)) await asPerson(person, 'POST', 'api-key/delete', { keyId: id })
  const { status, stderr } = await ask('sign-out')
  assert.equal(status, 0, stderr)
  assert.match(stderr, /did not know the key/)
  assert.equal(statSync(keys, { throwIfNoEntry: false }), undefined)
  assert.match((await run(['sign-out', '--house', api.url])).stderr, /not signed in/)
})

test('a house that does not say that the key is over: the key is kept, and so is the way to end it', async () => {
  const { keys, run, person } = await signedIn()
  const { key } = storedKeys(keys)[0] ?? {}
  const bad: [status: number, answer: string][] = [
    [503, 'down for maintenance'],
    [401, '<html>the proxy wants a password</html>'],
    [500, '{"type":"about:blank","title":"x","status":500,"code":"internal_error","detail":"Something went wrong"}'],
    [404, '{"type":"about:blank","title":"x","status":404,"code":"not_found","detail":"There is no such page"}'],
    [200, 'a page'],
  ]
  let now = bad[0]
  const server = createPlainServer((_, response) => {
    response.writeHead(now?.[0] ?? 0).end(now?.[1])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const content = JSON.stringify({ [url]: { url, email: person.email, key } })
  writeFileSync(keys, content)
  for (now of bad) {
    const { status, stderr } = await run(['sign-out', '--house', url])
    assert.equal(status, 1, `${now.join(' ')}: ${stderr}`)
    assert.match(stderr, /Next: /)
    assert.equal(readFileSync(keys, 'utf8'), content)
  }
  assert.equal((await keysOf(person)).length, 1)
})

test('signing in again leaves one key in the house, also as somebody else', async () => {
  const { person, run } = await signedIn()
  const again = await run(['sign-in', '--house', api.url, '--email', person.email], `${person.password}\n`)
  assert.equal(again.status, 0, again.stderr)
  assert.equal((await keysOf(person)).length, 1)
  const other = await api.signUp()
  await run(['sign-in', '--house', api.url, '--email', other.email], `${other.password}\n`)
  assert.deepEqual([(await keysOf(person)).length, (await keysOf(other)).length], [0, 1])
})

test('a key that cannot be kept is none in the house either, and no session stays open', async () => {
  const person = await api.signUp()
  const { home, run } = terminal()
  mkdirSync(join(home, 'config'))
  symlinkSync(join(home, 'nowhere/at/all'), join(home, 'config/ichrisbirch'))
  const words = ['sign-in', '--house', api.url, '--email', person.email]
  const { status, stderr } = await run(words, `${person.password}\n`)
  assert.equal(status, 1, stderr)
  assert.deepEqual(await keysOf(person), [])
  assert.equal((await asPerson<unknown[]>(person, 'GET', 'list-sessions')).length, 1)
})

test('a wrong password signs nobody in, and leaves no file', async () => {
  const person = await api.signUp()
  const { run, keys } = terminal()
  const { status, stderr } = await run(['sign-in', '--house', api.url, '--email', person.email], 'wrong\n')
  assert.equal(status, 1)
  assert.match(stderr, /Invalid email or password/)
  assert.match(stderr, /Next: .*again/)
  assert.equal(statSync(keys, { throwIfNoEntry: false }), undefined)
})

test('keys that others can read are refused', async () => {
  const { keys, ask } = await signedIn()
  chmodSync(keys, 0o644)
  const { status, stderr } = await ask('tasks', 'list')
  assert.equal(status, 1)
  assert.match(stderr, /Other users of this machine can read/)
  assert.match(stderr, /chmod 600/)
})

test('a task is added by one typed line, listed, done, and open again', async () => {
  const { ask, person } = await withKey()
  const added = await ask('tasks', 'add', 'pay', 'the', 'rent', 'tomorrow', '#home')
  assert.equal(added.status, 0, added.stderr)
  const [task] = (await person.client.listTasks()).items
  assert.deepEqual([task?.name, task?.category], ['pay the rent', 'Home'])

  const listed = await ask('tasks', 'list')
  assert.match(listed.stdout, /^#\s+NAME/)
  assert.match(listed.stdout, /^1\s+pay the rent\s+Home\s+Tomorrow/m)
  const done = await ask('tasks', 'done', '1')
  assert.equal(done.status, 0, done.stderr)
  assert.match(done.stdout, /Done: pay the rent/)
  assert.match(done.stderr, new RegExp(`Undo: .* tasks reopen ${task?.id}`))
  assert.equal((await person.client.listTasks()).items.length, 0)
  assert.equal((await ask('tasks', 'reopen', task?.id.slice(0, 30) ?? '')).status, 0)
  assert.equal((await person.client.listTasks()).items.length, 1)
})

test('a line with a rule makes an autotask', async () => {
  const { ask, person } = await withKey()
  const { status, stdout, stderr } = await ask('tasks', 'add', 'water plants every friday #garden')
  assert.equal(status, 0, stderr)
  assert.match(stdout, /water plants \(repeats every/i)
  const [autotask] = (await person.client.listAutotasks()).items
  assert.deepEqual([autotask?.rule, autotask?.category], ['FREQ=WEEKLY;BYDAY=FR', 'garden'])
})

test('--plain takes the words as they are, and an option says more than the line', async () => {
  const { ask, person } = await withKey()
  await ask('tasks', 'add', '--plain', 'read', 'tomorrow #news')
  await ask('tasks', 'add', 'call Ada tomorrow', '--due-day', '2026-12-04')
  const items = (await person.client.listTasks()).items
  assert.deepEqual(
    items.map(({ name, dueDay }) => [name, dueDay]),
    [
      ['read tomorrow #news', null],
      ['call Ada', '2026-12-04'],
    ],
  )
})

test('a deleted thing can be brought back as the output says', async () => {
  const { ask, run, person } = await withKey()
  await person.client.createTask({ body: { name: 'one' } })
  await person.client.createTask({ body: { name: 'two' } })
  await ask('tasks', 'list')
  const deleted = await ask('tasks', 'delete', '1', '2')
  assert.equal((await person.client.listTasks()).items.length, 0)
  for (const [, words = ''] of deleted.stderr.matchAll(/Undo: \.\/cli\/ichrisbirch (.*)/g))
    assert.equal((await run(words.split(' '))).status, 0)
  assert.equal((await person.client.listTasks()).items.length, 2)
})

test('change takes days in words, and clears with --no-…', async () => {
  const { ask, person } = await withKey()
  const { id } = await person.client.createTask({ body: { name: 'dentist', category: 'Health' } })
  const { today } = await person.client.getAccount()
  assert.equal((await ask('tasks', 'change', id, '--due-day', 'today', '--no-category')).status, 0)
  const task = await person.client.getTask({ params: { id } })
  assert.deepEqual([task.dueDay, task.category], [today, null])
  const refused = await ask('tasks', 'change', id, '--due-day', 'someday')
  assert.equal(refused.status, 2)
  assert.match(refused.stderr, /'someday' is no day/)
})

test('--json is what the API answers, and nothing else is on stdout', async () => {
  const { ask } = await withKey()
  const added = JSON.parse((await ask('tasks', 'add', 'by json', '--json')).stdout) as { id: string }
  const listed = JSON.parse((await ask('tasks', 'list', '--json')).stdout) as { items: { id: string }[] }
  assert.deepEqual(
    listed.items.map(({ id }) => id),
    [added.id],
  )
  assert.equal(JSON.parse((await ask('tasks', 'delete', added.id, '--json')).stdout), null)
})

test('times are told in the zone of the reader', async () => {
  const { ask, person } = await withKey()
  const { id } = await person.client.createTask({ body: { name: 'x' } })
  const { createdAt } = await person.client.getTask({ params: { id } })
  const time = new Date(createdAt).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Berlin',
  })
  assert.match((await ask('tasks', 'show', id)).stdout, new RegExp(`created +Today ${time}|created +Yesterday ${time}`))
})

test('mistakes are told as everywhere else: a message, a next step and exit code 2', async () => {
  const { ask } = await withKey()
  const mistakes: [words: string[], message: RegExp][] = [
    [['tasks', 'dnoe', '1'], /Did you mean done\?/],
    [['tasls', 'list'], /Did you mean tasks\?/],
    [['tasks', 'done', '7'], /no line of the last list/],
    [['tasks', 'done'], /missing required argument/],
    [['tasks', 'list', '--status', 'all of them'], /Allowed choices are open/],
    [['tasks', 'list', '--limit', 'many'], /no number/],
    [['tasks', 'list', '--limit', '9999'], /limit/],
    [['tasks', 'count-completed'], /--from and --to are missing/],
  ]
  for (const [words, message] of mistakes) {
    const { status, stdout, stderr } = await ask(...words)
    assert.equal(status, 2, `${words.join(' ')}: ${stderr}`)
    assert.match(stderr, message)
    assert.equal(stdout, '')
  }
  const unknown = await ask('tasks', 'show', '019aaaaa-0000-7000-8000-000000000000')
  assert.equal(unknown.status, 1)
  assert.match(unknown.stderr, /^Error: /)
})

test('every other feature is there too, without a line of its own in this tool', async () => {
  const { ask, person } = await withKey()
  assert.match((await ask('account', 'show')).stdout, new RegExp(`email +${person.email}`))
  assert.match((await ask('categories', 'list')).stdout, /Home/)
  assert.equal((await ask('categories', 'rename', 'Home', '--name', 'House')).status, 0)
  assert.equal((await ask('categories', 'add', 'Garden')).status, 0)
  const names = (await person.client.listCategories()).items.map(({ name }) => name)
  assert(names.includes('House') && names.includes('Garden'), names.join())
})

test('a house over plain http elsewhere is refused before anything is sent', async () => {
  const { run } = terminal()
  const { status, stderr } = await run(['sign-in', '--house', 'http://example.org', '--email', 'a@example.org'], 'x\n')
  assert.equal(status, 2)
  assert.match(stderr, /use https:\/\/example\.org/)
})

test('a house that is not there is a failure that says so', async () => {
  const { run } = terminal()
  const { status, stderr } = await run(['sign-in', '--house', 'http://127.0.0.1:9', '--email', 'a@example.org'], 'x\n')
  assert.equal(status, 1)
  assert.match(stderr, /There is no house at http:\/\/127\.0\.0\.1:9/)
})

test('a house whose certificate only this machine trusts is found, and one that it does not trust is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-tls-'))
  homes.push(folder)
  await makeCertificate(join(folder, 'ca'), join(folder, 'certs'), ['localhost'])
  const server = createServer(
    { cert: readFileSync(join(folder, 'certs/cert.pem')), key: readFileSync(join(folder, 'certs/key.pem')) },
    (request, response) => {
      request.resume()
      response.statusCode = request.url === '/auth-status/' ? 200 : 401
      response.end(JSON.stringify({ signUp: 'open' }))
    },
  ).listen(0, 'localhost')
  await once(server, 'listening')
  after(() => server.close())
  const address = `https://localhost:${(server.address() as AddressInfo).port}`
  const { run } = terminal()
  const words = ['sign-in', '--house', address, '--email', 'a@example.org']
  assert.match((await run(words, 'x\n')).stderr, /There is no house at/)
  assert.match((await run(words, 'x\n', { SSL_CERT_FILE: join(folder, 'ca/ca.pem') })).stderr, /answered 401/)
})

test('everything is exported to a file, and comes back into an account that has nothing', async () => {
  const { ask, home, person } = await signedIn()
  await person.client.createTask({ body: { name: 'to be kept' } })
  const file = join(home, 'mine.tar.gz')
  assert.equal((await ask('data', 'export', file)).status, 0)
  const twice = await ask('data', 'export', file)
  assert.equal(twice.status, 2)
  assert.match(twice.stderr, /is there already/)
  const full = await ask('data', 'import', file)
  assert.equal(full.status, 1)
  assert.match(full.stderr, /There is something in tasks already/)
  await person.client.createTask({ body: { name: 'to go' } })
  const replaced = await ask('data', 'import', file, '--replace')
  assert.equal(replaced.status, 0, replaced.stderr)
  const { items } = await person.client.listTasks()
  assert.deepEqual(
    items.map(({ name }) => name),
    ['to be kept'],
  )
})
