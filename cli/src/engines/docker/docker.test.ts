import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, suite, test } from 'node:test'
import { stackFor } from '../../environments.ts'
import type { RunOptions } from '../engine.ts'
import { containerStatus, type Container } from './containers.ts'
import { DockerEngine } from './docker.ts'
import { isAtLeast } from './setup.ts'

// What the tool makes of a docker program's answers. The real engine is driven by the e2e tests that need it.
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-docker-'))
after(() => rmSync(folder, { recursive: true }))
const main = join(import.meta.dirname, '../../main.ts')

/** Runs the tool with a program of ours under the name docker. */
function runWith(docker: string | undefined, ...words: string[]) {
  rmSync(join(folder, 'docker'), { force: true })
  if (docker !== undefined) {
    writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${docker}\n`)
    chmodSync(join(folder, 'docker'), 0o755)
  }
  const PATH = docker === undefined ? folder : [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)
  return spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    env: { ...process.env, PATH, NO_COLOR: '1' },
  })
}

suite('the docker engine says one clear thing about', () => {
  const refusals: [what: string, docker: string | undefined, message: RegExp][] = [
    ['no docker', undefined, /Docker is not installed/],
    [
      'an engine that does not answer',
      'echo "Cannot connect to the Docker daemon" >&2; exit 1',
      /The Docker engine does not answer\n {2}Reason: Cannot connect/,
    ],
    ['no Compose', 'case $1 in version) echo 28.0 ;; *) exit 1 ;; esac', /Docker Compose is not installed/],
    [
      'a Compose that is too old',
      'case $1 in version) echo 28.0 ;; *) echo v2.20.3 ;; esac',
      /Docker Compose 2.20.3 is too old/,
    ],
    [
      'production without a DOMAIN, before anything is built',
      'case "$1 $2" in version*) echo 28.0 ;; "compose version") echo v2.26.1 ;; *) echo "asked for $*" >&2; exit 1 ;; esac',
      /^(?![^]*asked for)[^]*Production on Docker needs a DOMAIN/,
    ],
  ]
  for (const [what, docker, message] of refusals) {
    test(what, () => {
      const { status, stderr } = runWith(docker, 'prod', 'start', '--engine', 'docker')
      assert.equal(status, 1, stderr)
      assert.match(stderr, message)
      assert.match(stderr, /--engine local/)
    })
  }
})

test('without a Docker engine the local one is taken, and said', () => {
  const { stderr } = runWith('exit 1', 'prod', 'status', '--json')
  assert.equal(stderr, '')
  assert.match(runWith('exit 1', 'prod', 'status', '--json').stdout, /"engine": "local"/)
})

test('versions are compared by their numbers', () => {
  assert.ok(isAtLeast('2.24.4', [2, 24, 4]))
  assert.ok(isAtLeast('2.26.1-4', [2, 24, 4]))
  assert.ok(isAtLeast('5.0.0', [2, 24, 4]))
  assert.ok(!isAtLeast('2.24.3-desktop.1', [2, 24, 4]))
  assert.ok(!isAtLeast('2.9.9', [2, 24, 4]))
})

suite('a container is reported', () => {
  const container = (state: Partial<Container['State']>): Container => ({
    Id: 'x',
    Name: '/x',
    Image: 'sha256:0123456789abcdef',
    Config: { Labels: { 'com.docker.compose.service': 'migrate' }, Image: 'x' },
    State: {
      Status: 'running',
      Running: true,
      ExitCode: 0,
      Error: '',
      StartedAt: '',
      FinishedAt: '',
      Pid: 1,
      ...state,
    },
    RestartCount: 0,
    NetworkSettings: { Ports: {} },
  })
  const stack = stackFor('testing', '/nowhere')
  const stateOf = (state: Partial<Container['State']>) => containerStatus(stack, [container(state)])[0]

  test('as done when a one-shot ended with 0, and as failed with its code otherwise', () => {
    assert.equal(stateOf({ Status: 'exited' })?.state, 'done')
    assert.deepEqual(
      [stateOf({ Status: 'exited', ExitCode: 3 })?.state, stateOf({ Status: 'exited', ExitCode: 3 })?.detail],
      ['failed', 'ended with code 3'],
    )
  })

  test('with the words of its health check when that fails', () => {
    const status = stateOf({ Health: { Status: 'unhealthy', Log: [{ Output: 'a fever of 41\n' }] } })
    assert.deepEqual([status?.state, status?.health, status?.detail], ['running', 'unhealthy', 'a fever of 41'])
  })

  test('by its host name where Traefik publishes one', () => {
    const traefik = {
      ...container({}),
      Config: { Labels: { 'com.docker.compose.service': 'traefik' }, Image: '' },
      NetworkSettings: { Ports: { '443/tcp': [{ HostIp: '127.0.0.1', HostPort: '8443' }] } },
    }
    const app = { ...container({}), Config: { Labels: { 'com.docker.compose.service': 'app' }, Image: '' } }
    const [status] = containerStatus(stack, [app, traefik])
    assert.equal(status?.address, 'https://app.test.localhost:8443')
  })
})

test('a checkout that was never started shows, stops and removes nothing of another one of the same project name', async () => {
  const [image] = spawnSync('docker', ['images', '-q'], { encoding: 'utf8' }).stdout?.split('\n') ?? []
  if (!image) return console.log('Left out: there is no Docker engine with an image on this machine')
  const stack = { ...stackFor('dev', join(folder, 'new')), projectName: `ichrisbirch-foreign-${process.pid}` }
  const docker = (...words: string[]) => spawnSync('docker', words, { encoding: 'utf8' }).stdout.trim()
  const labels = ['--label', `com.docker.compose.project=${stack.projectName}`]
  const volume = docker('volume', 'create', ...labels, '--label', 'com.docker.compose.volume=data', stack.projectName)
  const service = ['--label', 'com.docker.compose.service=api', '--label', 'com.docker.compose.oneoff=False']
  const id = docker('create', ...labels, ...service, '--volume', `${volume}:/data`, image, 'sleep', '1')
  try {
    const engine = new DockerEngine(stack)
    const said: string[] = []
    const progress = { say: (text: string) => said.push(text), show: () => {}, end: () => {} }
    const options = { progress, signal: new AbortController().signal } as unknown as RunOptions
    assert.deepEqual(await engine.status(), [])
    for await (const line of engine.logs({ services: [], signal: options.signal } as never)) assert.fail(line.text)
    await engine.stop(options)
    assert.deepEqual(said, ['Nothing was running'])
    await engine.removeData(options)
    assert.equal(docker('ps', '-aq', '--no-trunc', '--filter', `id=${id}`), id)
    assert.equal(docker('volume', 'ls', '-q', '--filter', `name=${volume}`), volume)
  } finally {
    docker('rm', '--force', id)
    docker('volume', 'rm', '--force', volume)
  }
})
