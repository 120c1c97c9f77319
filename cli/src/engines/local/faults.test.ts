import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { processesOf, type TestHouse, testHouse } from '../../../test-fixtures/house/stack.ts'
import { runCommand } from '../../../test-fixtures/run-command.ts'
import { until } from '../../../test-fixtures/until.ts'
import { isUp } from '../engine.ts'

// A start and a rebuild ended at random moments: what is left must never stop the next start, nor be left by a stop.
suite('whatever ends a command on the local engine, the next start brings a working house', {
  timeout: 300_000,
}, () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse()
    await house.engine.start(house.options)
    await house.engine.stop(house.options)
  })
  after(() => house.remove())

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    test(`${signal} at a random moment of a start`, async (context) => {
      const command = runCommand('local', house.stack, 'start')
      await until(() => command.output() !== '' || command.child.exitCode !== null)
      const milliseconds = randomInt(0, 1500)
      context.diagnostic(`after ${milliseconds} ms`)
      await pause(milliseconds)
      command.child.kill(signal)
      const code = await command.ended
      if (signal !== 'SIGKILL') {
        // null: the start had done its work, and the signal met a process that was ending and listened no more.
        assert.ok(code === 130 || code === 0 || code === null, `${code}: ${command.output()}`)
        if (code === 130)
          assert.deepEqual(processesOf(house.stack.stateDirectory), [], 'an interrupted start leaves nothing')
        else assert.ok(isUp(await house.engine.status()), command.output())
      }
      await house.engine.start(house.options)
      assert.ok(isUp(await house.engine.status()))
      await house.engine.stop(house.options)
      assert.deepEqual(processesOf(house.stack.stateDirectory), [])
    })
  }

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    test(`${signal} at a random moment of a rebuild`, async (context) => {
      await house.engine.start(house.options)
      const command = runCommand('local', house.stack, 'rebuild')
      await until(() => command.output() !== '' || command.child.exitCode !== null)
      const milliseconds = randomInt(0, 1500)
      context.diagnostic(`after ${milliseconds} ms`)
      await pause(milliseconds)
      command.child.kill(signal)
      await command.ended
      await house.engine.start(house.options)
      assert.ok(isUp(await house.engine.status()))
    })
  }

  test('two starts and a stop at once: one after the other, and what the last one said is so', async () => {
    const commands = ['start', 'start', 'stop'].map((verb) => runCommand('local', house.stack, verb))
    for (const { ended, output } of commands) assert.equal(await ended, 0, output())
    await house.engine.start(house.options)
    assert.ok(isUp(await house.engine.status()))
    const supervisors = processesOf(house.stack.stateDirectory).filter(({ service }) => service === 'supervisor')
    assert.equal(supervisors.length, 1)
  })
})
