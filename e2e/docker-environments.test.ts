import assert from 'node:assert/strict'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { becomes } from './becomes.ts'
import { changeFile } from './checkout.ts'
import { makeCopy, DockerHouse, docker, whyNoEngine } from './docker-house.ts'

// The four environments in real containers, reached as a browser reaches them: through Traefik, by TLS, by host name.
const skip = whyNoEngine()
if (skip) console.log(`docker-environments.test.ts is skipped: ${skip}`)

const services = ['postgres', 'redis', 'api', 'app', 'chat', 'scheduler', 'traefik']
const minutes = 60_000

describe('the house in containers', { skip, timeout: 14 * minutes }, () => {
  let copy = ''
  const houses: DockerHouse[] = []
  const make = async (
    ...parameters: Parameters<typeof DockerHouse.make> extends [string, ...infer Rest] ? Rest : never
  ) => {
    const house = await DockerHouse.make(copy, ...parameters)
    houses.push(house)
    return house
  }

  before(() => {
    copy = makeCopy()
  })
  after(() => {
    for (const house of houses) house.remove()
    if (copy) rmSync(copy, { recursive: true, force: true })
  })

  describe('dev and testing at the same time', () => {
    let dev: DockerHouse
    let testing: DockerHouse
    before(async () => {
      ;[dev, testing] = [await make('dev'), await make('testing')]
      await Promise.all([dev.start(), testing.start()])
    })
    after(() => {
      for (const house of [dev, testing]) house.remove()
    })

    it('answer at their own names, with their own certificates, people and tasks', async () => {
      for (const house of [dev, testing]) {
        const session = await signUp(house)
        await addTask(house, session, `a task of ${house.environment}`)
        assert.deepEqual(await taskNames(house, session), [`a task of ${house.environment}`])
        const page = await house.visit('app', '/tasks', { headers: { cookie: session } })
        assert.equal(page.status, 200)
        assert.match(page.text, new RegExp(`a task of ${house.environment}`))
        const chat = await house.visit('chat', '/', { headers: { cookie: session, accept: 'text/html' } })
        assert.match(chat.text, /<html/)
        const other = house === dev ? testing : dev
        assert.equal((await other.visit('api', '/tasks/', { headers: { cookie: session } })).status, 401)
      }
    })

    it('send plain HTTP on to TLS, and show the dashboard under its own name only', async () => {
      for (const house of [dev, testing]) {
        const { status, headers } = await house.visitPlain('app', '/tasks')
        assert.equal(status, 302)
        assert.match(String(headers.location), new RegExp(`^https://app\\.${house.domain}`))
        assert.equal((await house.visit('dashboard', '/api/rawdata')).status, 200)
        assert.equal((await house.visit('app', '/', { headers: { host: 'nobody.localhost' } })).status, 404)
      }
    })

    it('serve a changed source file in dev without a start: api, app, chat and scheduler', async () => {
      const session = await signUp(dev)
      const cookie = { cookie: session, accept: 'text/html' }
      changeFile(copy, 'services/api/src/app.ts', "title: 'ichrisbirch'", "title: 'changed in api'")
      changeFile(copy, 'services/app/app/pages/sign-in.tsx', "title: 'Sign in'", "title: 'changed in app'")
      changeFile(copy, 'services/chat/src/page/composer.tsx', 'Ask or add something', 'changed in chat')
      changeFile(copy, 'services/scheduler/src/start.ts', 'looking for due slots', 'changed in scheduler')
      await becomes(
        'the API serves the change',
        async () => (await dev.visit('api', '/docs/json')).text,
        'changed in api',
      )
      await becomes(
        'the app serves the change',
        async () => (await dev.visit('app', '/sign-in')).text,
        'changed in app',
      )
      await becomes(
        'the chat serves the change',
        async () => (await dev.visit('chat', '/', { headers: cookie })).text,
        'changed in chat',
      )
      await becomes(
        'the scheduler runs the change',
        () => docker('logs', dev.container('scheduler')),
        'changed in scheduler',
      )
      assert.equal(docker('inspect', '--format', '{{.RestartCount}}', dev.container('api')).trim(), '0')
    })

    it('have containers that run as nobody special, gain nothing, write nowhere, and show no secret', () => {
      const folder = join(testing.stateFolder, 'secrets')
      const secrets = readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .filter(Boolean)
      assert.equal(secrets.length, 6)
      for (const service of services) {
        const facts = testing.exec(
          service,
          'id -u; grep -E "^(CapEff|NoNewPrivs)" /proc/self/status; touch /x /app/x 2>&1 || true',
        )
        assert.match(facts, /^[1-9]\d*\n/, service)
        assert.match(facts, /CapEff:\s+0+\n/, service)
        assert.match(facts, /NoNewPrivs:\s+1\n/, service)
        assert.match(facts, /Read-only file system/, service)
        const shown =
          docker('inspect', testing.container(service)) +
          testing.exec(service, 'cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"')
        for (const secret of secrets) assert.ok(!shown.includes(secret), `${service} shows a secret`)
      }
    })
  })

  it('prod takes its first account with the code, and keeps what it acknowledged through kills, stop and start', async () => {
    const prod = await make('prod')
    const said = await prod.start()
    const code = readFileSync(join(prod.stateFolder, 'secrets/sign_up_code'), 'utf8')
    assert.ok(said.includes(code), 'the start shows the code')
    assert.equal((await tryToSignUp(prod, { 'x-sign-up-code': 'a wrong code of some length' })).status, 403)
    const session = await signUp(prod, { 'x-sign-up-code': code })
    assert.equal((await tryToSignUp(prod, { 'x-sign-up-code': code })).status, 403)
    assert.equal(
      (await prod.visit('api', '/tasks/')).headers['strict-transport-security'],
      'max-age=31536000; includeSubDomains',
    )
    const workers = prod.exec('api', 'grep -l services/api/src/main.ts /proc/[0-9]*/cmdline | wc -l')
    assert.ok(Number(workers) >= 3, `several workers and who watches over them: ${workers}`)

    const names: string[] = []
    for (const service of services) {
      names.push(`acknowledged before ${service} was killed`)
      await addTask(prod, session, names.at(-1) as string)
      // The process itself, not its container: docker kill would count as a wish, and the restart policy would not act.
      prod.exec(service, 'kill -9 $(cat /proc/1/task/1/children) || true')
      await becomes(
        `${service} comes back`,
        () => docker('inspect', '--format', '{{.RestartCount}} {{.State.Running}}', prod.container(service)),
        '1 true',
      )
      await becomes(
        'the API answers',
        async () => String((await prod.visit('api', '/tasks/', { headers: { cookie: session } })).status),
        '200',
      )
    }
    await prod.stop()
    await prod.start()
    assert.deepEqual((await taskNames(prod, session)).sort(), names.sort())

    const image = `${prod.project}:production`
    const size = (name: string) => Number(docker('image', 'inspect', '--format', '{{.Size}}', name))
    const added = Math.round((size(image) - size('node:24-trixie-slim')) / 1e6)
    assert.ok(added <= 150, `the image adds ${added} MB to its base`)
    const unwanted = String.raw`find /app /root /home \( -name '*.test.ts*' -o -name '*.map' -o -name '.git' -o -name '.env*' -o -name '.ichrisbirch' -o -name '_cacache' -o -path '*/node_modules/vite' -o -path '*/node_modules/typescript' \)`
    assert.equal(prod.exec('api', `${unwanted} 2>/dev/null || true`), '')
    prod.remove()
  })

  it('ci reaches AWS by variables, makes its own proxy network, and leaves nothing', async () => {
    const ci = await make('ci', { AWS_REGION: 'eu-test-1', AWS_ACCESS_KEY_ID: 'of-this-job' })
    await ci.start()
    const session = await signUp(ci)
    await addTask(ci, session, 'a task of ci')
    assert.deepEqual(await taskNames(ci, session), ['a task of ci'])
    assert.match(ci.exec('api', 'env'), /^AWS_REGION=eu-test-1$/m)
    assert.doesNotMatch(ci.exec('api', 'env'), /^AWS_SESSION_TOKEN/m)
    assert.equal(docker('network', 'inspect', '--format', '{{.Driver}}', `${ci.project}_proxy`).trim(), 'bridge')
    assert.equal((await ci.visit('app', '/', { headers: { host: 'dashboard.test.localhost' } })).status, 404)
    const { project } = ci
    ci.remove()
    const label = `label=com.docker.compose.project=${project}`
    for (const kind of ['ps --all', 'volume ls', 'network ls']) {
      assert.equal(docker(...kind.split(' '), '--quiet', '--filter', label), '', kind)
    }
  })
})

let people = 0

function tryToSignUp(house: DockerHouse, headers: Record<string, string> = {}) {
  people += 1
  return house.visit('api', '/auth/sign-up/email', {
    method: 'POST',
    headers: { origin: house.origin('app'), ...headers },
    body: { name: 'Ann', email: `ann${people}@example.org`, password: 'correct horse battery staple' },
  })
}

/** @returns the session, as a browser would send it. */
async function signUp(house: DockerHouse, headers?: Record<string, string>): Promise<string> {
  const { status, headers: answered, text } = await tryToSignUp(house, headers)
  assert.equal(status, 200, text)
  const cookies = [answered['set-cookie'] ?? []].flat()
  for (const cookie of cookies) assert.match(cookie, new RegExp(`Domain=${house.domain}; .*Secure`))
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ')
}

async function addTask(house: DockerHouse, session: string, name: string): Promise<void> {
  const headers = { cookie: session, origin: house.origin('app') }
  const { status, text } = await house.visit('api', '/tasks/', { method: 'POST', headers, body: { name } })
  assert.equal(status, 201, text)
}

async function taskNames(house: DockerHouse, session: string): Promise<string[]> {
  const { status, text } = await house.visit('api', '/tasks/', { headers: { cookie: session } })
  assert.equal(status, 200, text)
  return (JSON.parse(text) as { items: { name: string }[] }).items.map(({ name }) => name)
}
