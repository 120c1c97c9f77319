import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { letConnectionsGo } from './connections.ts'

/** A server that keeps connections for an hour, and answers when it is told to. */
async function slowServer() {
  const server = createServer()
  server.keepAliveTimeout = 3_600_000
  server.headersTimeout = 3_600_000
  const letGo = letConnectionsGo(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const asked = () => once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>
  const close = async () => {
    const closed = once(server, 'close')
    await letGo()
    server.close()
    return { closed }
  }
  return { port, asked, close }
}

function ask(port: number): { answered: Promise<string>; agent: Agent } {
  const agent = new Agent({ keepAlive: true })
  const answered = new Promise<string>((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent }, (response) => void text(response).then(resolve, reject)).on('error', reject)
  })
  return { answered, agent }
}

test('a request in hand is answered, and its connection ends with the answer', { timeout: 60_000 }, async () => {
  const { port, asked, close } = await slowServer()
  const { answered } = ask(port)
  const [, response] = await asked()
  const { closed } = await close()
  response.end('the answer')
  assert.equal(await answered, 'the answer')
  await closed
})

test('an answer that has begun is sent to its end, and then its connection ends', { timeout: 60_000 }, async () => {
  const { port, asked, close } = await slowServer()
  const { answered } = ask(port)
  const [, response] = await asked()
  response.write('half ')
  response.flushHeaders()
  const { closed } = await close()
  response.end('and half')
  assert.equal(await answered, 'half and half')
  await closed
})

test('connections that ask nothing, not yet or no longer, are not waited for', { timeout: 60_000 }, async () => {
  const { port, asked, close } = await slowServer()
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  silent.on('error', () => {}) // it may be told by a reset
  const { answered } = ask(port)
  const [, response] = await asked()
  response.end('the answer')
  await answered
  await (await close()).closed
})
