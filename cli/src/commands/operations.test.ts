import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { type TestHouse, testHouse } from '../../test-fixtures/house/stack.ts'
import { runCommand, runOnTerminal, whyNoTerminal } from '../../test-fixtures/run-command.ts'
import { until } from '../../test-fixtures/until.ts'
import type { Context } from '../context.ts'
import { dataFolders } from '../engines/local/foreground.ts'
import { isUp } from '../engines/engine.ts'
import type { Examined } from '../engines/examine.ts'
import { stackFor } from '../environments.ts'
import type { Failure } from '../failure.ts'
import { health } from './health.ts'
import { logs } from './logs.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'

const engine = 'local'

suite('the verbs on a small house', { timeout: 300_000 }, () => {
  let house: TestHouse
  let printed: string[] = []
  let context: Context
  before(async () => {
    house = await testHouse()
    context = {
      root: house.stack.root,
      signal: new AbortController().signal,
      progress: house.options.progress,
      print: (text) => void printed.push(text),
      handOver: () => () => {},
    }
  })
  after(() => house.remove())

  const output = async (work: () => Promise<void>) => {
    printed = []
    await work()
    return printed
  }
  const servicesNow = async () => {
    const [text = ''] = await output(() => status(house.stack, { engine, json: true }, context))
    return (JSON.parse(text) as { services: Examined[] }).services
  }
  const serviceNow = async (name: string) => (await servicesNow()).find(({ service }) => service === name) as Examined

  test('start --dry-run prints each service’s command, and changes nothing', async () => {
    const lines = await output(() => start(house.stack, { engine, wait: '120', dryRun: true }, context))
    assert.match(lines.find((line) => line.startsWith('web: ')) ?? '', /PORT=\d+ .* node \S+web\.ts$/)
    assert.ok(
      lines.some((line) => line.startsWith('postgres: ')) && !lines.some((line) => line.startsWith('traefik: ')),
    )
    assert.ok(!existsSync(house.stack.stateDirectory))
  })

  test('start --json tells each change on a line, the deadline, and at the end every service with what it answered', async () => {
    const lines = await output(() => start(house.stack, { engine, wait: '120', json: true }, context))
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.ok(events.every(({ time }) => typeof time === 'string'))
    assert.equal(events.find(({ event }) => event === 'deadline')?.deadlineSeconds, 120)
    assert.ok(events.some(({ service, text }) => service === 'migrate' && text === 'done'))
    const done = events.at(-1) as { event: string; services: Examined[] }
    assert.equal(done.event, 'done')
    assert.equal(done.services.find(({ service }) => service === 'web')?.answer.is, 'yes')
  })

  test('status says what each service runs, that its address answered, and no drift after a start', async () => {
    const web = await serviceNow('web')
    assert.match(web.runs ?? '', /web\.ts$/)
    assert.deepEqual([web.drift, web.restarts], [{ is: 'none', changes: [] }, 0])
    assert.equal((await serviceNow('traefik')).answer.is, 'not asked')
    // It asks for a fifth of a second only, which on a busy machine may not be enough at once.
    for (const name of ['web', 'postgres']) await until(async () => (await serviceNow(name)).answer.is === 'yes')
  })

  test('status sees a changed variable and a changed secret, and names them without their values', async () => {
    process.env.WEB_BEHAVIOUR = 'none in particular'
    const secret = join(house.stack.stateDirectory, 'secrets/postgres_password')
    const before = readFileSync(secret)
    writeFileSync(secret, 'another')
    try {
      assert.deepEqual((await serviceNow('web')).drift, { is: 'changed', changes: ['environment BEHAVIOUR'] })
      const { is, changes } = (await serviceNow('postgres')).drift
      assert.deepEqual([is, changes.length], ['changed', 1])
      assert.match(changes[0] ?? '', /^content of .*secrets\/postgres_password$/)
    } finally {
      delete process.env.WEB_BEHAVIOUR
      writeFileSync(secret, before)
    }
    assert.equal((await serviceNow('web')).drift.is, 'none')
  })

  test('status says that it cannot know what has changed where its record is missing', async () => {
    const record = join(house.stack.stateDirectory, 'started.json')
    const text = readFileSync(record)
    rmSync(record)
    assert.deepEqual((await serviceNow('web')).drift, { is: 'unknown', changes: ['it was not started by this tool'] })
    writeFileSync(record, text)
  })

  test('an address that does not answer is not shown as if it did, and health fails with its name', async () => {
    const web = house.stack.ports.WEB_PORT ?? 0
    const { pid = 0 } = (await house.engine.processes()).find(({ service }) => service === 'web') ?? {}
    process.kill(pid, 'SIGSTOP')
    try {
      const table = (await output(() => status(house.stack, { engine }, context))).join('\n')
      assert.match(table, new RegExp(`http://localhost:${web} \\(not known\\).*no answer within`))
      await assert.rejects(health(house.stack, { engine }, context), (failure: Failure) => {
        assert.match(failure.reason ?? '', /^web: /)
        return failure.exitCode === 1
      })
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    const [text = ''] = await output(() => health(house.stack, { engine, wait: '120', json: true }, context))
    assert.equal((JSON.parse(text) as { healthy: boolean }).healthy, true)
  })

  test('exec gives a command the service’s environment and folder, and passes its exit code and Ctrl-C on', async () => {
    const script = 'console.log(process.env.WEB_ORIGIN, process.cwd()); process.exit(7)'
    const fails = runCommand('local', house.stack, 'exec', ['web', 'node', '-e', script])
    assert.equal(await fails.ended, 7, fails.output())
    assert.equal(fails.output(), `http://localhost:${house.stack.ports.WEB_PORT} ${house.stack.root}\n`)
    const waiting = `process.on('SIGINT', () => { console.log('interrupted'); process.exit(5) }); console.log('ready'); setInterval(() => {}, 1000)`
    const waits = runCommand('local', house.stack, 'run', ['web', 'node', '-e', waiting])
    await until(() => waits.output().includes('ready'))
    waits.child.kill('SIGINT')
    assert.equal(await waits.ended, 5, waits.output())
    assert.equal(waits.output().match(/interrupted/g)?.length, 1)
    const missing = runCommand('local', house.stack, 'exec', ['web', 'no-such-program'])
    assert.equal(await missing.ended, 127)
    const unknown = runCommand('local', house.stack, 'exec', ['nobody', 'true'])
    assert.equal(await unknown.ended, 2)
    assert.match(unknown.output(), /use one of: /)
    const skipped = runCommand('local', house.stack, 'exec', ['traefik', 'true'])
    assert.equal(await skipped.ended, 1)
    assert.match(skipped.output(), /use the ports/)
  })

  test('on a terminal the command has it, and Ctrl-C reaches it once', async (context) => {
    const why = whyNoTerminal()
    if (why) return context.skip(why)
    const script = `let times = 0; process.on('SIGINT', () => { if (times++ === 0) setTimeout(() => process.exit(40 + times), 300) })
      console.log('ready', process.stdin.isTTY, process.stdout.isTTY); setInterval(() => {}, 1000)`
    const { child, output: shown, ended } = runOnTerminal('local', house.stack, 'exec', ['web', 'node', '-e', script])
    await until(() => shown().includes('ready true true'))
    child.stdin?.write('\x03')
    assert.equal(await ended, 41, shown())
  })

  test('redis shell signs in, with the password nowhere but in the environment of redis-cli', async (context) => {
    const redis = await serviceNow('redis')
    if (redis.state === 'skipped') return context.skip(redis.detail ?? '')
    const shell = runCommand('local', house.stack, 'redis', ['client', 'list'])
    assert.equal(await shell.ended, 0, shell.output())
    assert.match(shell.output(), /cmd=client/)
  })

  test('logs show the lines that were asked for: by level, by pattern, until a time', async () => {
    const shown = (flags: object) =>
      output(() => logs(house.stack, [], { engine, json: true, tail: 'all', ...flags }, context))
    const lines = await shown({})
    const all = lines.length
    assert.ok(all > 5)
    const { time: middle } = JSON.parse(lines[3] ?? '') as { time: string }
    const grave = await shown({ level: 'error' })
    assert.ok(grave.length < all && grave.every((line) => /error|fatal/i.test(line)))
    assert.ok((await shown({ grep: 'list+ening' })).every((line) => line.includes('listening')))
    assert.equal((await shown({ grep: 'listening', tail: '1' })).filter((line) => line.includes('"web"')).length, 1)
    const earlier = lines.filter((line) => (JSON.parse(line) as { time: string }).time <= middle)
    assert.deepEqual(await shown({ until: middle }), earlier)
    assert.deepEqual(await shown({ until: '1d' }), [])
    assert.deepEqual(await shown({ request: 'an-id-that-nobody-had' }), [])
    await assert.rejects(shown({ level: 'loud' }), /no level 'loud'/)
    await assert.rejects(shown({ grep: '(' }), /is no pattern/)
    await assert.rejects(shown({ follow: true, until: '1m' }), /has no end/)
  })

  test('start --no-wait returns while the services are on their way', async () => {
    await stop(house.stack, { engine }, context)
    await start(house.stack, { engine, wait: false }, context)
    assert.ok(house.said.some((line) => line.includes('fixture is on its way')))
    await health(house.stack, { engine, wait: '120' }, context)
    assert.ok(isUp(await house.engine.status()))
  })

  test('start --fresh needs permission, removes the data with it, and never does so in production', async () => {
    const [database = ''] = dataFolders(house.stack)
    writeFileSync(join(house.stack.stateDirectory, 'redis', 'kept'), '')
    await assert.rejects(start(house.stack, { engine, wait: '120', fresh: true }, context), /would be removed/)
    assert.ok(existsSync(join(database, 'PG_VERSION')))
    // The small house has not our tables: there is nothing that a restore point could be made of.
    const freshly = () => start(house.stack, { engine, wait: '120', fresh: true, yes: true }, context)
    await assert.rejects(freshly(), /No restore point could be made, so nothing was removed/)
    assert.ok(existsSync(join(database, 'PG_VERSION')))
    await stop(house.stack, { engine }, context)
    await freshly()
    assert.ok(!existsSync(join(house.stack.stateDirectory, 'redis', 'kept')))
    assert.ok(isUp(await house.engine.status()))
    const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-prod-'))
    const prod = { ...stackFor('prod', house.stack.root), stateDirectory: folder }
    await assert.rejects(start(prod, { engine, wait: '120', fresh: true, yes: true }, context), /never started fresh/)
    assert.deepEqual(readdirSync(folder), [])
    rmSync(folder, { recursive: true })
  })

  test('stop --dry-run stops nothing', async () => {
    await stop(house.stack, { engine, dryRun: true }, context)
    assert.ok(isUp(await house.engine.status()))
  })
})
