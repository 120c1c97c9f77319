import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { answersHealth, createHealth } from './health.ts'

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

test('a service answers its health with 200 and nothing else, and one that is away does not', async () => {
  let status = 200
  const server = createServer((request, response) => response.writeHead(request.url === '/health' ? status : 404).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const check = answersHealth(url)
  await check()
  status = 503
  await assert.rejects(check(), { message: `${url} answered 503` })
  server.close()
  await once(server, 'close')
  await assert.rejects(check(), { code: 'ECONNREFUSED' })
})
