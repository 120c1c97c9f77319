// docs/troubleshooting.md in real containers: each case is caused on purpose, and the command of the page finds it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Scene } from '../cli/src/doctor/check.ts'
import { checkNetwork } from '../cli/src/doctor/network.ts'
import { environments } from '../cli/src/environments.ts'
import { freePorts } from '../cli/src/ports.ts'
import { docker, makeCopy, whyNoEngine } from './docker-house.ts'

const skip = whyNoEngine()
if (skip) console.log(`docker-troubleshooting.test.ts is skipped: ${skip}`)

type Outcome = { code: number | null; stdout: string; stderr: string }
type Doctor = { findings: { state: string; check: string; text: string; fix?: string }[] }

describe('docs/troubleshooting.md on the docker engine', { skip, timeout: 7 * 60_000 }, () => {
  let copy = ''
  let variables: Record<string, string> = {}

  /** The tool of the copied checkout, as a person types it. */
  function tool(...words: string[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const env = {
        ...process.env,
        ...variables,
        ICHRISBIRCH_INSTALL: 'never',
        ICHRISBIRCH_ENGINE: 'docker',
        CI: '',
        NO_COLOR: '1',
      }
      const child = spawn(join(copy, 'cli/ichrisbirch'), words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const outcome: Outcome = { code: null, stdout: '', stderr: '' }
      child.stdout.on('data', (chunk: Buffer) => (outcome.stdout += chunk.toString('utf8')))
      child.stderr.on('data', (chunk: Buffer) => (outcome.stderr += chunk.toString('utf8')))
      child.on('error', reject)
      child.on('close', (code) => resolve({ ...outcome, code }))
    })
  }
  const problems = async () => {
    const { stdout } = await tool('doctor', 'testing', '--json')
    return (JSON.parse(stdout) as Doctor).findings.filter(({ state }) => state === 'problem')
  }
  const state = (path: string) => join(copy, '.ichrisbirch/testing', path)
  const container = (service: string) => {
    const filter = [
      `label=com.docker.compose.service=${service}`,
      `label=com.docker.compose.project.working_dir=${copy}`,
    ]
    return docker('ps', '-aq', ...filter.flatMap((one) => ['--filter', one])).trim()
  }

  before(async () => {
    copy = makeCopy()
    const ports = await freePorts(Object.keys(environments.testing.ports))
    variables = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
    const { code, stderr } = await tool('testing', 'start', '--wait', '240')
    assert.equal(code, 0, stderr)
  })
  after(() => {
    if (!copy) return
    const project = docker(
      'inspect',
      '--format',
      '{{index .Config.Labels "com.docker.compose.project"}}',
      container('api'),
    ).trim()
    docker('compose', '-p', project, 'down', '--volumes', '--remove-orphans', '--timeout', '2')
    docker('image', 'rm', '--force', `${project}:testing`)
    rmSync(copy, { recursive: true, force: true })
  })

  it('a house that is well: the doctor has nothing against its services, database, ports and secrets', async () => {
    const found = await problems()
    const told = found.filter(({ check }) =>
      ['services', 'database', 'ports', 'secrets', 'network', 'volumes'].includes(check),
    )
    assert.deepEqual(told, [])
  })

  it('a service that does not start: status, logs and the doctor name it and its reason, and rotate mends it', async () => {
    writeFileSync(state('secrets/auth_secret'), 'short')
    const restarted = await tool('testing', 'restart', 'api', '--wait', '20')
    assert.equal(restarted.code, 1)
    assert.match((await tool('testing', 'status')).stdout, /^api +(failed|starting|unhealthy|stopped)/m)
    assert.match((await tool('testing', 'logs', 'api')).stdout, /AUTH_SECRET/)
    assert.equal((await tool('testing', 'health')).code, 1)
    const found = (await problems()).map(({ text, fix }) => `${text} -> ${fix}`).join('\n')
    assert.match(found, /secret auth_secret: it is short .* -> \.\/cli\/ichrisbirch testing secrets rotate auth_secret/)
    assert.match(found, /api is .* -> \.\/cli\/ichrisbirch testing logs api/)

    const mended = await tool('testing', 'secrets', 'rotate', 'auth_secret', '--yes')
    assert.equal(mended.code, 0, mended.stderr)
    assert.equal((await tool('testing', 'health', '--wait', '60')).code, 0)
  })

  it('passwords of the database and of Redis are replaced while the house runs', async () => {
    const rotated = await tool(
      'testing',
      'secrets',
      'rotate',
      'postgres_password',
      'database_password',
      'redis_password',
      '--yes',
    )
    assert.equal(rotated.code, 0, rotated.stderr)
    assert.equal((await tool('testing', 'health', '--wait', '60')).code, 0)
    assert.deepEqual(
      (await problems()).filter(({ check }) => ['services', 'database'].includes(check)),
      [],
    )
  })

  it('a database that does not answer: status and the doctor say so, and its log is at hand', async () => {
    docker('stop', '--time', '5', container('postgres'))
    assert.match((await tool('testing', 'status')).stdout, /^postgres +(stopped|failed)/m)
    assert.match((await tool('testing', 'logs', 'postgres')).stdout, /database system is shut down/)
    assert.match(
      (await problems()).map(({ text, fix }) => `${text} ${fix}`).join('\n'),
      /postgres is stopped.* testing start/,
    )
    const started = await tool('testing', 'start')
    assert.equal(started.code, 0, started.stderr)
    const answered = await tool(
      'testing',
      'exec',
      'postgres',
      'psql',
      '-U',
      'postgres',
      '-d',
      'ichrisbirch',
      '-c',
      'select 1',
    )
    assert.equal(answered.code, 0, answered.stderr)
  })

  it('secrets that others can look into: the doctor finds and closes them', async () => {
    chmodSync(state('secrets'), 0o755)
    assert.match((await problems()).map(({ text }) => text).join('\n'), /other users of this machine can look into/)
    await tool('doctor', 'testing', '--fix')
    assert.deepEqual(
      (await problems()).filter(({ check }) => check === 'secrets'),
      [],
    )
  })

  it('a port that is taken: start starts nothing and names the process, and so does the doctor', async () => {
    await tool('testing', 'stop')
    const port = Number(variables['TEST_APP_PORT'])
    const server = await listen(port)
    const started = await tool('testing', 'start')
    assert.equal(started.code, 1)
    assert.match(started.stderr, new RegExp(`Port ${port} is taken[^]*${process.pid}`))
    const [found] = (await problems()).filter(({ check }) => check === 'ports')
    assert.match(found?.text ?? '', new RegExp(`port ${port} \\(TEST_APP_PORT\\) is taken by process ${process.pid}`))
    assert.match(found?.fix ?? '', /TEST_APP_PORT=\d+ \.\/cli\/ichrisbirch testing start/)
    await new Promise((resolve) => server.close(resolve))
    assert.deepEqual(
      (await problems()).filter(({ check }) => check === 'ports'),
      [],
    )
  })

  it('a network that is missing: the doctor finds it, and makes it', async () => {
    // Not `proxy` itself: other houses of this machine may be on it.
    const name = `ichrisbirch-missing-${process.pid}`
    const scene = {
      engine: { name: 'docker' },
      model: { networks: { proxy: { name, external: true } } },
    } as unknown as Scene
    const [found] = await checkNetwork(scene)
    assert.equal(found?.fix, `docker network create ${name}`)
    await found.repair?.()
    assert.equal((await checkNetwork(scene))[0]?.state, 'ok')
    docker('network', 'rm', name)
  })
})

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
