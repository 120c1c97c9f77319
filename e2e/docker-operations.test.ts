import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { decideProjectName } from '../cli/src/engines/docker/claim.ts'
import { isUp, type LogLine, type StartOptions } from '../cli/src/engines/engine.ts'
import { examine, untilAnswered } from '../cli/src/engines/examine.ts'
import type { Stack } from '../cli/src/environments.ts'
import type { Failure } from '../cli/src/failure.ts'
import { type DockerTestHouse, dockerTestHouse } from '../cli/test-fixtures/docker-house/stack.ts'
import { runCommand, runOnTerminal, whyNoTerminal } from '../cli/test-fixtures/run-command.ts'
import { until } from '../cli/test-fixtures/until.ts'
import { docker, whyNoEngine } from './docker-house.ts'

// The verbs of the docker engine on a small house: what they say, what they keep, and what is left when they are killed.
const skip = whyNoEngine()
if (skip) console.log(`docker-operations.test.ts is skipped: ${skip}`)

describe('the docker engine', { skip, timeout: 460_000 }, () => {
  let house: DockerTestHouse
  const said: string[] = []
  const options: StartOptions = {
    progress: { say: (text) => said.push(text), show: (name, text) => said.push(`${name} ${text}`), end: () => {} },
    signal: new AbortController().signal,
    deadlineSeconds: 120,
  }
  const container = (service: string) => `${house.stack.projectName}-${service}-1`
  const serviceNamed = async (name: string) => {
    const found = (await examine(house.stack, house.engine)).find(({ service }) => service === name)
    assert.ok(found, name)
    return found
  }

  before(async () => {
    house = await dockerTestHouse()
    await house.engine.start(options)
  })
  after(() => house.remove())

  /** What the app answers through the proxy. */
  function visit(): Promise<{ version: string; starts: number }> {
    const { TEST_HTTPS_PORT: port } = house.stack.ports
    const ca = readFileSync(join(house.stack.root, '.ichrisbirch/ca/ca.pem'))
    const headers = { host: `app.test.localhost:${port}` }
    const target = {
      host: '127.0.0.1',
      port,
      servername: 'app.test.localhost',
      ca,
      headers,
      agent: false,
      timeout: 60_000,
    }
    return new Promise((resolve, reject) => {
      const sent = request(target, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () =>
          response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`${response.statusCode} ${text}`)),
        )
      })
      sent.on('error', reject)
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.end()
    })
  }

  it('gives two checkouts that start at the same moment two names, and a name of a deleted one to the next', async () => {
    const projectName = `ichrisbirch-names-${process.pid}`
    const checkouts = ['a', 'b', 'c'].map((name) => {
      const stateDirectory = mkdtempSync(join(tmpdir(), `ichrisbirch-names-${name}-`))
      return { ...house.stack, projectName, stateDirectory, anyPorts: false }
    })
    const [a, b, c] = checkouts as [Stack, Stack, Stack]
    try {
      const names = await Promise.all([decideProjectName(a), decideProjectName(b)])
      assert.deepEqual(names.sort(), [projectName, `${projectName}-2`])
      for (const { stateDirectory } of [a, b]) rmSync(stateDirectory, { recursive: true })
      assert.equal(await decideProjectName(c), projectName)
    } finally {
      rmSync(c.stateDirectory, { recursive: true })
      docker('volume', 'rm', `${projectName}_checkout`, `${projectName}-2_checkout`)
    }
  })

  const answered = () => untilAnswered(house.stack, house.engine, { ...options, giveUp: performance.now() + 60_000 })

  it('reports state, health, image and the address that answered through the proxy, and no drift', async () => {
    await answered()
    const services = await examine(house.stack, house.engine)
    assert.ok(isUp(services), JSON.stringify(services))
    const app = await serviceNamed('app')
    assert.equal(app.address, `https://app.test.localhost:${house.stack.ports.TEST_HTTPS_PORT}`)
    assert.equal(app.answer.is, 'yes', JSON.stringify(app))
    assert.match(app.runs ?? '', /:testing \([0-9a-f]{12}\)$/)
    assert.equal((await serviceNamed('migrate')).state, 'done')
    for (const { service, drift } of services)
      assert.deepEqual([service, drift], [service, { is: 'none', changes: [] }])
  })

  it('prints the exact commands of a start, and they are those of Docker Compose', async () => {
    const [line, up] = await house.engine.commandsOf('restart', ['app'], options)
    assert.match(up?.command ?? '', / up --detach --wait --wait-timeout 120 app$/)
    assert.match(
      line?.command ?? '',
      /^ICHRISBIRCH_STATE=\S+ .*docker compose -f \S+docker-compose.yml -p \S+ .* restart app$/,
    )
    const outcome = spawnSync('sh', ['-c', (line?.command ?? '').replace(/restart app$/, 'config --quiet')], {
      encoding: 'utf8',
    })
    assert.equal(outcome.status, 0, outcome.stderr)
  })

  it('sees that the layers, a secret or a mounted file have changed since the start', async () => {
    const secret = join(house.stack.stateDirectory, 'secrets/redis_password')
    const before = readFileSync(secret)
    writeFileSync(secret, 'another')
    house.change('docker-compose.yml', 'GREETING:-hello', 'GREETING:-good evening')
    house.change('traefik/traefik.yml', 'level: INFO', 'level: WARN')
    assert.deepEqual((await serviceNamed('redis')).drift, {
      is: 'changed',
      changes: ['content of .ichrisbirch/testing/secrets/redis_password'],
    })
    assert.deepEqual((await serviceNamed('app')).drift, { is: 'changed', changes: ['environment GREETING'] })
    assert.deepEqual((await serviceNamed('traefik')).drift, {
      is: 'changed',
      changes: ['content of traefik/traefik.yml'],
    })
    writeFileSync(secret, before)
    house.change('docker-compose.yml', 'GREETING:-good evening', 'GREETING:-hello')
    house.change('traefik/traefik.yml', 'level: WARN', 'level: INFO')
    assert.equal((await serviceNamed('app')).drift.is, 'none')
  })

  it('restarts what is named on what is said of it now, and leaves the others and their drift as they are', async () => {
    house.change('docker-compose.yml', 'GREETING:-hello', 'GREETING:-good evening')
    house.change('docker-compose.yml', '--ping]', '--ping, --debug]')
    const { since } = await serviceNamed('traefik')
    await house.engine.restart(['app'], options)
    assert.equal(docker('exec', container('app'), 'printenv', 'GREETING'), 'good evening\n')
    assert.equal((await serviceNamed('app')).drift.is, 'none')
    assert.deepEqual((await serviceNamed('traefik')).drift.changes, ['healthcheck'])
    assert.equal((await serviceNamed('traefik')).since, since)

    house.change('docker-compose.yml', 'GREETING:-good evening', 'GREETING:-hello')
    house.change('docker-compose.yml', '--ping, --debug]', '--ping]')
    await house.engine.restart([], options)
    for (const { service, drift } of await examine(house.stack, house.engine)) assert.equal(drift.is, 'none', service)
  })

  it('knows that a start is no restart: who has read a file that has changed since goes on with it', async () => {
    house.change('traefik/traefik.yml', 'level: INFO', 'level: WARN')
    await house.engine.start(options)
    assert.deepEqual((await serviceNamed('traefik')).drift.changes, ['content of traefik/traefik.yml'])
    await house.engine.restart(['traefik'], options)
    assert.equal((await serviceNamed('traefik')).drift.is, 'none')
    house.change('traefik/traefik.yml', 'level: WARN', 'level: INFO')
    await house.engine.restart(['traefik'], options)
  })

  it('runs a command in a container with its exit code, as the service’s user, and passes Ctrl-C on', async () => {
    const fails = runCommand('docker', house.stack, 'exec', ['app', 'sh', '-c', 'id -u; pwd; exit 7'])
    assert.equal(await fails.ended, 7, fails.output())
    assert.equal(fails.output(), '1000\n/app\n')
    const script = `process.on('SIGINT', () => { console.log('interrupted'); process.exit(5) }); console.log('ready'); setInterval(() => {}, 1000)`
    const waits = runCommand('docker', house.stack, 'exec', ['app', 'node', '-e', script])
    await until(() => waits.output().includes('ready'))
    waits.child.kill('SIGINT')
    assert.equal(await waits.ended, 5, waits.output())
    assert.match(waits.output(), /interrupted/)
    if (!whyNoTerminal()) {
      const shell = runOnTerminal('docker', house.stack, 'exec', ['app', 'sh', '-c', 'tty; echo ready; exec sleep 60'])
      await until(() => shell.output().includes('ready'))
      shell.child.stdin?.write('\x03')
      assert.equal(await shell.ended, 130, shell.output())
      assert.match(shell.output(), /^\/dev\/pts/)
    }
    const once = runCommand('docker', house.stack, 'run', ['app', 'sh', '-c', 'hostname; exit 3'])
    assert.equal(await once.ended, 3, once.output())
    assert.ok(!docker('ps', '-a', '--format', '{{.Names}}').includes('app-run'), 'its container is gone')
  })

  it('opens redis with its password read inside the container only', async () => {
    const shell = runCommand('docker', house.stack, 'redis', ['ping'])
    assert.equal(await shell.ended, 0, shell.output())
    assert.equal(shell.output(), 'PONG\n')
  })

  it('follows logs without losing or repeating a line while services and the engine go away and come back', async () => {
    const gate = await openGate()
    const stop = new AbortController()
    const lines: LogLine[] = []
    process.env.DOCKER_HOST = gate.address
    const following = (async () => {
      const wanted = { services: ['app'], follow: true, tail: 0, since: undefined, signal: stop.signal }
      for await (const line of house.engine.logs(wanted)) lines.push(line)
    })()
    try {
      const more = async () => {
        const before = lines.length
        await until(() => lines.length > before + 50)
      }
      await more()
      // The process itself: a kill by the engine would count as a wish, and the restart policy would not act.
      await straight('exec', '--user', 'root', container('app'), 'sh', '-c', 'kill -9 $(cat /proc/1/task/1/children)')
      await more()
      await gate.close()
      await pause(700) // lines that are written while nobody can ask for them
      await gate.open()
      await more()
      await straight('restart', '--time', '1', container('app'))
      await more()
    } finally {
      delete process.env.DOCKER_HOST
      stop.abort()
      await following
      await gate.close()
    }
    const runs = Map.groupBy(
      lines.flatMap(({ text }) => [/line (\d+) of (\d+)/.exec(text)?.slice(1)]),
      (match) => match?.[1],
    )
    assert.ok(runs.size >= 2, `${runs.size} runs of the service were seen`)
    for (const numbers of runs.values()) {
      const seen = numbers.map((match) => Number(match?.[0])).sort((a, b) => a - b)
      assert.deepEqual(
        seen,
        Array.from(seen, (_, index) => (seen[0] ?? 0) + index),
      )
    }
    assert.ok((await serviceNamed('app')).restarts >= 0)
    await until(async () => isUp(await house.engine.status()))
  })

  it('filters logs, and the lines of the tail are those that match', async () => {
    const wanted = {
      services: ['app'],
      follow: false,
      tail: 3,
      since: undefined,
      matches: ({ text }: LogLine) => /line \d*7 of/.test(text),
      signal: new AbortController().signal,
    }
    const lines: string[] = []
    for await (const { text } of house.engine.logs(wanted)) lines.push(text)
    assert.equal(lines.length, 3)
    assert.ok(lines.every((text) => /line \d*7 of/.test(text)))
    const none: LogLine[] = []
    for await (const line of house.engine.logs({ ...wanted, until: new Date(0) })) none.push(line)
    assert.deepEqual(none, [])
  })

  it('keeps the old one serving when the new one cannot be built', async () => {
    await answered()
    house.change('Dockerfile', 'COPY app.ts .', 'COPY app.ts .\nRUN echo "no such luck" && exit 3')
    let failures = 0
    let visits = 0
    const over = new AbortController()
    const visiting = (async () => {
      while (!over.signal.aborted) {
        await visit().catch(() => failures++)
        visits++
        await pause(20) // the build needs the processors more
      }
    })()
    await assert.rejects(house.engine.rebuild([], options), (failure: Failure) => {
      assert.equal(failure.message, 'The image could not be built')
      assert.match(failure.details.join('\n'), /no such luck/)
      return true
    })
    over.abort()
    await visiting
    assert.equal(failures, 0, `of ${visits} visits`)
    assert.ok(visits > 0)
    house.change('Dockerfile', '\nRUN echo "no such luck" && exit 3', '')
  })

  it('goes back to the old one when the new one does not become healthy, and says why', async () => {
    house.change('app.ts', "'the first'", "'sick'")
    await assert.rejects(house.engine.rebuild([], options), (failure: Failure) => {
      assert.equal(failure.message, 'app is unhealthy')
      assert.match(failure.reason ?? '', /a fever of 41; the image before it runs again/)
      return true
    })
    await answered()
    assert.equal((await visit()).version, 'the first')
    house.change('app.ts', "'sick'", "'the second'")
    await house.engine.rebuild([], options)
    await answered()
    assert.equal((await visit()).version, 'the second')
    for (const { service, drift } of await examine(house.stack, house.engine)) assert.equal(drift.is, 'none', service)
  })

  it('survives signals in the middle of a start and of a rebuild, and an engine that goes away in the middle: the next start works', async () => {
    for (const [verb, moment, signal] of [
      ['start', /waits|image/, 'SIGKILL'],
      ['start', /waits/, 'SIGINT'],
      ['start', /healthy/, 'SIGTERM'],
      ['rebuild', /building/, 'SIGTERM'],
      ['rebuild', /new image/, 'SIGKILL'],
    ] as const) {
      if (verb === 'start') await house.engine.stop(options)
      house.change('app.ts', /'[^']*'/.exec(versionLine())?.[0] ?? '', `'${verb} ${moment.source}'`)
      const command = runCommand('docker', house.stack, verb)
      await until(() => moment.test(command.output()) || command.child.exitCode !== null)
      command.child.kill(signal)
      const code = await command.ended
      if (signal !== 'SIGKILL') assert.ok(code === 130 || code === 0, `${code}: ${command.output()}`)
      await house.engine.start(options)
      await answered()
    }
    await house.engine.stop(options)
    const gate = await openGate()
    process.env.DOCKER_HOST = gate.address
    const starting = runCommand('docker', house.stack, 'start')
    delete process.env.DOCKER_HOST
    await until(() => /waits/.test(starting.output()))
    await gate.close()
    assert.equal(await starting.ended, 1, starting.output())
    assert.match(starting.output(), /^Error: .*\n(.*\n)* {2}Next: /m)
    await Promise.all([house.engine.start(options), runCommand('docker', house.stack, 'start').ended])
    await answered()
    assert.ok(isUp(await house.engine.status()))
  })

  it('comes back with its data after every process of it died at once, as with the machine or the engine', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('only root may kill what runs in containers')
    const { starts } = await visit()
    for (const { pid } of await house.engine.processes()) process.kill(pid, 'SIGKILL')
    await house.engine.start(options)
    await answered()
    assert.ok(isUp(await house.engine.status()))
    assert.ok((await visit()).starts > starts)
  })

  it('removes the data for a fresh start, and only then', async () => {
    assert.ok((await visit()).starts > 1)
    await house.engine.stop(options)
    await house.engine.removeData(options)
    await house.engine.start(options)
    await answered()
    assert.equal((await visit()).starts, 1)
  })

  const versionLine = () =>
    readFileSync(join(house.stack.root, 'app.ts'), 'utf8')
      .split('\n')
      .find((line) => line.includes('const version')) ?? ''
})

/** Past the gate, and without blocking it: it is served by this process. */
function straight(...words: string[]): Promise<unknown> {
  return promisify(execFile)('docker', words, { env: { ...process.env, DOCKER_HOST: undefined } })
}

/** A door to the engine that can be shut: to others it looks as if the engine had been stopped. */
async function openGate() {
  const path = join('/tmp', `ichrisbirch-gate-${process.pid}.sock`)
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const open = () => {
    rmSync(path, { force: true })
    server = createServer((from) => {
      const to = connect('/var/run/docker.sock')
      for (const socket of [from, to]) {
        sockets.add(socket)
        socket.on('error', () => {}) // the other end is told by its own close
        socket.on('close', () => sockets.delete(socket))
      }
      from.pipe(to).pipe(from)
    })
    return new Promise<void>((resolve) => server?.listen(path, resolve))
  }
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => (server?.listening ? server.close(resolve) : resolve(undefined)))
  }
  await open()
  return { address: `unix://${path}`, open, close }
}
