// docs/troubleshooting.md in real containers: each case is caused on purpose, and the command of the page finds it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Scene } from '../cli/src/doctor/check.ts'
import { checkNetwork } from '../cli/src/doctor/network.ts'
import { docker, makeCopy, removeCopy, whyNoEngine } from './docker-house.ts'
import { commonCases, TroubledHouse } from './troubled-house.ts'

const skip = whyNoEngine()
if (skip) console.log(`docker-troubleshooting.test.ts is skipped: ${skip}`)

describe('docs/troubleshooting.md on the docker engine', { skip, timeout: 7 * 60_000 }, () => {
  let copy = ''
  let house: TroubledHouse
  const container = (service: string) => {
    const labels = [`service=${service}`, `project.working_dir=${copy}`]
    return docker('ps', '-aq', ...labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`])).trim()
  }

  before(async () => {
    copy = makeCopy()
    house = await TroubledHouse.start(copy, 'testing', 'docker')
  })
  after(() => {
    if (copy) removeCopy(copy)
  })

  it('a database that does not answer: status and the doctor say so, and its log is at hand', async () => {
    docker('stop', '--time', '5', container('postgres'))
    assert.match((await house.tool('status')).stdout, /^postgres +(stopped|failed)/m)
    assert.match((await house.tool('logs', 'postgres')).stdout, /database system is shut down/)
    assert.match(await house.problems('services'), /postgres is stopped.* testing start/)
    const started = await house.tool('start')
    assert.equal(started.code, 0, started.stderr)
    const answered = await house.tool(
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

  it('a network that is missing: the doctor finds it, and makes it', async () => {
    // Not `proxy` itself: other houses of this machine may be on it.
    const name = `ichrisbirch-missing-${process.pid}`
    const model = { networks: { proxy: { name, external: true } } }
    const scene = { engine: { name: 'docker' }, model } as unknown as Scene
    const [found] = await checkNetwork(scene)
    assert.equal(found?.fix, `docker network create ${name}`)
    await found.repair?.()
    assert.equal((await checkNetwork(scene))[0]?.state, 'ok')
    docker('network', 'rm', name)
  })

  commonCases(() => house)
})
