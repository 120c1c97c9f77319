import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

/** Starts a process with a log of its own, which writes and then does what `then` says. */
function startLogging(then: string) {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)}
    const log = createLogger({ service: 'test', level: 'info', readable: false })
    log.info({ password: 'hunter2', requestId: 'r1' }, 'a line')
    ${then}`
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

for (const [how, then] of Object.entries({
  'is done': '',
  exits: 'process.exit(1)',
  'dies of an error': `process.on('uncaughtException', () => process.exit(1)); throw new Error('boom')`,
})) {
  test(`a line is written though the process ${how} at once`, async () => {
    const line = JSON.parse(await text(startLogging(then).stdout)) as Record<string, unknown>
    assert.equal(line.msg, 'a line')
    assert.equal(line.requestId, 'r1')
    assert.notEqual(line.password, 'hunter2')
  })
}

test('a line is written while the process goes on', async () => {
  const child = startLogging('setInterval(() => {}, 1000)')
  try {
    for await (const chunk of child.stdout) {
      assert.match(String(chunk), /"msg":"a line"/)
      break
    }
  } finally {
    child.kill('SIGKILL')
  }
})
