import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHealth } from './health.ts'

test('healthy is who got an answer from everything they depend on', async () => {
  const health = createHealth({ database: async () => 1, redis: async () => 'PONG' })
  assert.deepEqual(await health.report(), { status: 'ok', checks: { database: 'ok', redis: 'ok' } })
})

test('a dependency that refuses or does not answer is named with the reason', async () => {
  const health = createHealth(
    {
      database: () => Promise.reject(new Error('connection refused')),
      redis: () => new Promise(() => undefined),
    },
    20,
  )
  assert.deepEqual(await health.report(), {
    status: 'failing',
    checks: { database: 'connection refused', redis: 'no answer within 20 ms' },
  })
})

test('who is stopping says so, so that nobody is sent there any more', async () => {
  const health = createHealth({})
  health.stopping()
  assert.equal((await health.report()).status, 'stopping')
})
