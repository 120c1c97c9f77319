import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, mock, suite, test } from 'node:test'
import { processesOf, type TestHouse, testHouse } from '../../../test-fixtures/house/stack.ts'
import { until } from '../../../test-fixtures/until.ts'
import { isUp } from '../engine.ts'
import { type PlannedService, planFile, readJson, readState, type State, stateFile, writeJson } from './state.ts'
import { SupervisedService } from './supervised-service.ts'

const hour = 3_600_000

/** As if somebody had put the machine's clock right; the other clock, by which is waited, goes on. */
function jump(milliseconds: number): void {
  mock.timers.reset()
  mock.timers.enable({ apis: ['Date'], now: Date.now() + milliseconds })
}
afterEach(() => mock.timers.reset())

suite('when the clock jumps', { timeout: 300_000 }, () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse()
  })
  after(() => house.remove())

  test('a start has the time that it was given, and a restart does not wait for the old time to come again', async () => {
    const starting = house.engine.start(house.options)
    await until(() => house.said.some((line) => line.startsWith('postgres')))
    jump(hour)
    await starting
    assert.ok(isUp(await house.engine.status()))
    jump(-2 * hour)
    const begun = performance.now()
    await house.engine.restart(['web'], house.options)
    assert.ok(performance.now() - begun < house.options.deadlineSeconds * 1000)
    assert.ok(isUp(await house.engine.status()))
  })

  for (const [direction, milliseconds] of [
    ['future', 10 * hour],
    ['past', -10_000 * hour],
  ] as const) {
    test(`records of the ${direction} do not stop a status, a start or a stop`, async () => {
      const { stateDirectory } = house.stack
      const when = new Date(Date.now() + milliseconds)
      const state = readState(stateDirectory) as State
      for (const service of state.services) service.since = when.toISOString()
      writeJson(stateFile(stateDirectory), state)
      for (const file of [stateFile(stateDirectory), planFile(stateDirectory), join(stateDirectory, 'started.json')])
        utimesSync(file, when, when)
      assert.ok(isUp(await house.engine.status()))
      assert.equal((await house.engine.drift())('web').is, 'none')
      await house.engine.start(house.options)
      assert.ok(house.said.includes('Everything is running already'))
      await house.engine.stop(house.options)
      assert.deepEqual(processesOf(stateDirectory), [])
      await house.engine.start(house.options)
      assert.ok(isUp(await house.engine.status()))
    })
  }

  test('a service has the time to become healthy that its check gives it', async () => {
    const plan = readJson(planFile(house.stack.stateDirectory)) as { services: PlannedService[] }
    const web = plan.services.find(({ name }) => name === 'web') as PlannedService
    const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-clock-'))
    const health = {
      probe: { kind: 'http', port: 1, path: '/' },
      timeoutMs: 100,
      intervalMs: 60_000,
      retries: 3,
    } as const
    const service = new SupervisedService(
      {
        ...web,
        command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
        dependencies: [],
        health: { ...health, startPeriodMs: 60_000 },
      },
      folder,
      () => {},
    )
    try {
      await service.start()
      await until(() => service.state.lastProbe !== null)
      jump(hour)
      service.state.lastProbe = null
      await until(() => service.state.lastProbe !== null)
      assert.equal(service.state.health, 'starting')
    } finally {
      await service.stop()
      rmSync(folder, { recursive: true })
    }
  })
})
