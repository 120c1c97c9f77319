import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeCertificate } from '../certificates/make.ts'
import { stackFor } from '../environments.ts'
import { askThroughProxy } from './through-proxy.ts'

// A server that shows certificates as the proxy does, for two checkouts with an authority each.
const ours = mkdtempSync(join(tmpdir(), 'ichrisbirch-proxy-'))
const theirs = mkdtempSync(join(tmpdir(), 'ichrisbirch-proxy-'))
const servers: Server[] = []
after(() => {
  for (const server of servers) server.close().closeAllConnections()
  for (const root of [ours, theirs]) rmSync(root, { recursive: true })
})

async function serve(root: string): Promise<string> {
  await makeCertificate(join(root, '.ichrisbirch/ca'), join(root, 'certs'), ['app.test.localhost'])
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(root, 'certs', name)))
  const server = createServer({ key, cert }, (request, response) => {
    response.statusCode = request.url === '/health' ? 200 : 503
    response.end(request.headers.host)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `:${(server.address() as AddressInfo).port}`
}
const ask = (address: string, path = '/health') => askThroughProxy(stackFor('testing', ours), address, path, 5000)

test('an address answers when its certificate is of this checkout, for its name, and the service is well', async () => {
  const port = await serve(ours)
  assert.deepEqual(await ask(`https://app.test.localhost${port}`), { isHealthy: true, output: '' })
  const ill = await ask(`https://app.test.localhost${port}`, '/other')
  assert.deepEqual([ill.isHealthy, /answered 503 app\.test\.localhost/.test(ill.output)], [false, true])
  const other = await ask(`https://api.test.localhost${port}`)
  assert.match(other.output, /its certificate is not for api\.test\.localhost/)
})

test('who shows the certificate of another authority, or does not listen, does not answer', async () => {
  const { isHealthy, output } = await ask(`https://app.test.localhost${await serve(theirs)}`)
  assert.deepEqual(
    [isHealthy, output.replace(/^\S+ /, '')],
    [false, 'its certificate is not signed by the authority of this checkout'],
  )
  assert.match((await ask('https://app.test.localhost:1')).output, /ECONNREFUSED/)
})
