import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { json } from 'node:stream/consumers'
import { test } from 'node:test'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { createHealth } from '@ichrisbirch/runtime/health'
import { createLogger } from '@ichrisbirch/runtime/log'
import { buildApp } from './app.ts'
import { TEST_CONFIG } from './testing.ts'

test('the API stops as soon as what it has in hand is answered, whoever keeps a connection open', {
  timeout: 60_000,
}, async () => {
  const { db } = await openTestDatabase()
  const held = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const slow = () => {
    begun.resolve()
    return held.promise
  }
  const log = createLogger({ service: 'api', level: 'fatal', readable: false })
  const app = await buildApp({ config: TEST_CONFIG, db, log, health: createHealth({ slow }) })
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const silent = connect(Number(url.port), url.hostname)
  await once(silent, 'connect')
  silent.on('error', () => {}) // it may be told by a reset
  const answered = new Promise<unknown>((resolve, reject) => {
    const agent = new Agent({ keepAlive: true })
    get(new URL('/health', url), { agent }, (response) => void json(response).then(resolve, reject)).on('error', reject)
  })
  await begun.promise

  const stopped = app.close()
  held.resolve()
  assert.deepEqual(Object.keys((await answered) as object).includes('status'), true)
  await stopped
})
