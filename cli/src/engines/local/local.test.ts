import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { processesOf, type TestHouse, testHouse } from '../../../test-fixtures/house/stack.ts'
import { Failure } from '../../failure.ts'
import { identityOf, signalProcess } from '../../processes.ts'
import { isUp, type LogLine } from '../engine.ts'
import { LocalEngine } from './local.ts'
import { readPlan, readState } from './state.ts'
import { until } from '../../../test-fixtures/until.ts'

suite('a house on the local engine', () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse()
    await house.engine.start(house.options)
  })
  after(() => house.remove())

  const pidOf = (service: string) =>
    readState(house.stack.stateDirectory)?.services.find(({ name }) => name === service)?.process?.pid
  const isEverythingUp = async () => isUp(await house.engine.status())

  test('is healthy when start returns, and says what it does not run', async () => {
    const services = await house.engine.status()
    assert.ok(isUp(services))
    assert.equal(services.find(({ service }) => service === 'migrate')?.state, 'done')
    assert.match(services.find(({ service }) => service === 'traefik')?.detail ?? '', /use the ports/)
  })

  test('tells its services this machine’s addresses in place of the containers’', async () => {
    const { POSTGRES_PORT, WEB_PORT, REDIS_PORT } = house.stack.ports
    const response = await fetch(`http://127.0.0.1:${WEB_PORT}/environment`)
    const environment = (await response.json()) as Record<string, string>
    assert.equal(environment.PORT, String(WEB_PORT))
    assert.equal(environment.HOST, '127.0.0.1')
    assert.equal(environment.DATABASE_URL, `postgres://postgres@127.0.0.1:${POSTGRES_PORT}/house`)
    assert.equal(environment.WEB_ORIGIN, `http://localhost:${WEB_PORT}`)
    assert.equal(environment.COOKIE_DOMAIN, '')
    assert.equal(environment.PASSWORD_FILE, join(house.stack.stateDirectory, 'secrets/postgres_password'))
    const hasRedis = (await house.engine.status()).some(
      ({ service, state }) => service === 'redis' && state === 'running',
    )
    assert.equal(environment.REDIS_URL, hasRedis ? `redis://127.0.0.1:${REDIS_PORT}` : '')
  })

  test('makes secrets of 32 random bytes in a folder closed to others', () => {
    const folder = join(house.stack.stateDirectory, 'secrets')
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    assert.equal(Buffer.from(readFileSync(join(folder, 'postgres_password'), 'utf8'), 'base64url').length, 32)
  })

  test('is left alone by a second start', async () => {
    const before = readState(house.stack.stateDirectory)?.supervisor
    const path = process.env.PATH
    process.env.PATH = `${path}:/somewhere/else` // as another terminal has it
    await house.engine.start(house.options)
    process.env.PATH = path
    assert.deepEqual(readState(house.stack.stateDirectory)?.supervisor, before)
    assert.ok(house.said.includes('Everything is running already'))
  })

  test('gives its logs in the order of time', async () => {
    const lines: LogLine[] = []
    const signal = new AbortController().signal
    for await (const line of house.engine.logs({ services: [], follow: false, tail: 100, since: undefined, signal }))
      lines.push(line)
    assert.deepEqual(
      lines.map(({ time }) => time),
      lines.map(({ time }) => time).toSorted(),
    )
    const order = ['postgres is healthy', 'migrating', 'web is healthy', 'worker is healthy']
    const positions = order.map((text) => lines.findIndex((line) => line.text.includes(text)))
    assert.deepEqual(
      positions,
      positions.toSorted((a, b) => a - b),
    )
    assert.ok(!positions.includes(-1))
  })

  for (const service of ['postgres', 'redis', 'web', 'worker']) {
    test(`brings ${service} back after kill -9`, async (context) => {
      const pid = pidOf(service)
      if (pid === undefined) return context.skip(`${service} is not run on this machine`)
      process.kill(pid, 'SIGKILL')
      await until(async () => pidOf(service) !== pid && pidOf(service) !== undefined && (await isEverythingUp()))
    })
  }

  test('restarts one service and leaves the others running', async () => {
    const web = pidOf('web')
    const postgres = pidOf('postgres')
    await house.engine.restart(['web'], house.options)
    assert.notEqual(pidOf('web'), web)
    assert.equal(pidOf('postgres'), postgres)
    assert.ok(await isEverythingUp())
  })

  test('a service restarted alone has read its files again, and only that one', async () => {
    const driftOf = async (service: string) => (await house.engine.drift())(service).changes
    const secret = join(house.stack.stateDirectory, 'secrets/redis_password')
    writeFileSync(secret, 'another')
    if (pidOf('redis') === undefined) return // it reads nothing where it is not run
    assert.match((await driftOf('redis')).join(), /^content of .*redis_password$/)
    await house.engine.restart(['web'], house.options)
    assert.match((await driftOf('redis')).join(), /^content of .*redis_password$/)
    await house.engine.restart(['redis'], house.options)
    assert.deepEqual(await driftOf('redis'), [])
  })

  test('a service restarted alone runs what the layers say now, and the next start has nothing to do', async () => {
    const web = async () =>
      (await (await fetch(`http://127.0.0.1:${house.stack.ports.WEB_PORT}/environment`)).json()) as {
        BEHAVIOUR: string
      }
    process.env.WEB_BEHAVIOUR = 'none in particular'
    const supervisor = readState(house.stack.stateDirectory)?.supervisor
    await house.engine.restart(['web'], house.options)
    assert.equal((await web()).BEHAVIOUR, 'none in particular')
    assert.deepEqual((await house.engine.drift())('web'), { is: 'none', changes: [] })
    await house.engine.start(house.options)
    assert.deepEqual(readState(house.stack.stateDirectory)?.supervisor, supervisor)
    delete process.env.WEB_BEHAVIOUR
    await house.engine.restart(['web'], house.options)
    assert.equal((await web()).BEHAVIOUR, '')
  })

  test('starts again after kill -9 of its supervisor', async () => {
    process.kill(readState(house.stack.stateDirectory)?.supervisor.pid ?? 0, 'SIGKILL')
    await until(async () =>
      (await house.engine.status()).every(
        ({ detail, state }) => state === 'skipped' || state === 'stopped' || detail?.includes('supervisor'),
      ),
    )
    await house.engine.start(house.options)
    assert.ok(await isEverythingUp())
  })

  test('starts again after kill -9 of every process of it at once', async () => {
    for (const found of processesOf(house.stack.stateDirectory)) signalProcess(found, 'SIGKILL')
    await until(() => processesOf(house.stack.stateDirectory).length === 0)
    await house.engine.start(house.options)
    assert.ok(await isEverythingUp())
  })

  test('makes a second start wait for the first', async () => {
    await house.engine.stop(house.options)
    await Promise.all([house.engine.start(house.options), new LocalEngine(house.stack).start(house.options)])
    const supervisors = processesOf(house.stack.stateDirectory).filter(({ service }) => service === 'supervisor')
    assert.equal(supervisors.length, 1)
  })

  test('leaves no process behind when it is stopped, and keeps its data', async () => {
    const data = readPlan(house.stack.stateDirectory)?.services.flatMap(({ postgres }) => postgres?.dataDirectory ?? [])
    await house.engine.stop(house.options)
    assert.deepEqual(processesOf(house.stack.stateDirectory), [])
    assert.ok(existsSync(join(data?.[0] ?? '', 'PG_VERSION')))
  })

  test('what a test starts ends with its test run, however that ends', async () => {
    const outer = process.env.ICHRISBIRCH_TEST_RUN
    const run = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const { pid, start } = identityOf(run.pid ?? 0)
    process.env.ICHRISBIRCH_TEST_RUN = `${pid} ${start}`
    await house.engine.start(house.options)
    if (outer === undefined) delete process.env.ICHRISBIRCH_TEST_RUN
    else process.env.ICHRISBIRCH_TEST_RUN = outer
    assert.ok(await isEverythingUp())
    run.kill('SIGKILL')
    await until(() => processesOf(house.stack.stateDirectory).length === 0)
  })
})

suite('a start that cannot succeed', () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse()
  })
  after(() => house.remove())

  const failureOf = async (behaviour: string) => {
    process.env.WEB_BEHAVIOUR = behaviour
    try {
      await house.engine.start(house.options)
    } catch (error) {
      assert.ok(error instanceof Failure, String(error))
      return error
    } finally {
      delete process.env.WEB_BEHAVIOUR
    }
    throw new Error('it started')
  }

  test('names the service that crashes, and its last words', async () => {
    const failure = await failureOf('crash')
    assert.equal(failure.message, 'web could not be started')
    assert.match(failure.reason ?? '', /ended with code 3/)
    assert.ok(failure.details.includes('the sky is falling'))
    assert.equal(failure.exitCode, 1)
  })

  test('names the service that is unhealthy, and what its check said', async () => {
    const failure = await failureOf('sick')
    assert.equal(failure.message, 'web is unhealthy')
    assert.match(failure.reason ?? '', /a fever of 41/)
  })

  test('kills a service that does not end in its grace period, and names it', async () => {
    process.env.WEB_BEHAVIOUR = 'stubborn'
    await house.engine.start(house.options)
    delete process.env.WEB_BEHAVIOUR
    await house.engine.stop(house.options)
    assert.deepEqual(processesOf(house.stack.stateDirectory), [])
    const log = readFileSync(join(house.stack.stateDirectory, 'logs/web.log'), 'utf8')
    assert.match(log, /web did not end within 2000 ms of SIGTERM: killed/)
  })
})
