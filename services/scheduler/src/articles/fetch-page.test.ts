import assert from 'node:assert/strict'
import type { lookup } from 'node:dns'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fetchPage, type FetchOptions } from './fetch-page.ts'
import type { PageFault } from './page-fault.ts'

/** A site on this machine, which a real visitor could never ask: its address is permitted test by test. */
const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {}
let requests = 0
const server = createServer((request, response) => {
  requests++
  const route = routes[request.url ?? '']
  if (route) route(request, response)
  else response.writeHead(404).end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
after(() => server.closeAllConnections())
const { port } = server.address() as AddressInfo
const site = `http://127.0.0.1:${port}`
const named = (name: string, path = '/page') => `http://${name}:${port}${path}`
const OWN = ['127.0.0.1']

const page =
  (words: string, type = 'text/html') =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': type }).end(words)
const redirectTo = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(302, { location }).end()
routes['/page'] = page('<p>words</p>')

/** A resolver that gives these addresses, one list a look-up. @returns with how often it was asked. */
function resolver(...answers: string[][]) {
  let asked = 0
  const resolve = ((_name: string, _options: object, callback: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof lookup
  return { resolve, asked: () => asked }
}

async function faultOf(address: string, options: FetchOptions = {}): Promise<PageFault> {
  const fault = await fetchPage(address, options).then(
    () => assert.fail(`${address} was fetched`),
    (error: unknown) => error,
  )
  assert.equal((fault as Error).name, 'PageFault', String(fault))
  return fault as PageFault
}

test('a page is fetched from an address that is permitted', async () => {
  assert.deepEqual(await fetchPage(`${site}/page`, { permitted: OWN }), {
    url: `${site}/page`,
    kind: 'html',
    content: '<p>words</p>',
  })
})

test('nothing inside a network is asked, however its address is written', async () => {
  const hosts = `127.0.0.1 127.1 0x7f.1 2130706433 0177.0.0.1 0.0.0.0 10.0.0.1 192.168.0.1 169.254.169.254 [::1] [::]
    [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fd00::1] [fd00:ec2::254]`
  const before = requests
  for (const host of hosts.split(/\s+/)) {
    assert.match((await faultOf(named(host))).message, /private network/, host)
  }
  assert.equal(requests, before)
})

test('a name is checked by what it resolves to, also when only one of its addresses is inside', async () => {
  for (const addresses of [['127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], ['93.184.216.34', '169.254.169.254']]) {
    const { resolve } = resolver(addresses)
    const fault = await faultOf(named('inside.example'), { resolve })
    assert.deepEqual([fault.kind, /private network/.test(fault.message)], ['lasting', true], String(addresses))
  }
  const before = requests
  assert.match((await faultOf(named('localhost'))).message, /private network/)
  assert.equal(requests, before)
})

test('the address that was checked is the one connected to: a second look-up cannot swap it', async () => {
  const rebinding = resolver(['127.0.0.1'], ['10.0.0.1'])
  await fetchPage(named('rebind.example'), { resolve: rebinding.resolve, permitted: OWN })
  assert.equal(rebinding.asked(), 1)
  const swapped = resolver(['10.0.0.1'], ['127.0.0.1'])
  assert.match(
    (await faultOf(named('rebind.example'), { resolve: swapped.resolve, permitted: OWN })).message,
    /private/,
  )
  assert.equal(swapped.asked(), 1)
})

test('every redirect is checked as the first address was', async () => {
  for (const [path, target] of [
    ['/to-inside', 'http://169.254.169.254/latest/meta-data/'],
    ['/to-loopback', `http://[::1]:${port}/page`],
    ['/to-name', named('inside.example')],
    ['/to-file', 'file:///etc/passwd'],
    ['/to-nothing', 'http://'],
  ] as const) {
    routes[path] = redirectTo(target)
    const { resolve } = resolver(['10.0.0.1'])
    const fault = await faultOf(`${site}${path}`, { permitted: OWN, resolve })
    assert.equal(fault.kind, 'lasting', path)
  }
  routes['/chain'] = redirectTo('/relative')
  routes['/relative'] = redirectTo(`${site}/page`)
  assert.equal((await fetchPage(`${site}/chain`, { permitted: OWN })).url, `${site}/page`)
  routes['/loop'] = redirectTo('/loop')
  const before = requests
  assert.match((await faultOf(`${site}/loop`, { permitted: OWN, limits: { redirects: 3 } })).message, /more than 3/)
  assert.equal(requests - before, 4)
})

test('a page over the limit is given up as it comes, also when it was compressed or lies about its length', async () => {
  const limits = { bytes: 100_000 }
  routes['/large'] = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const write = (): unknown => response.destroyed || response.write('x'.repeat(10_000), () => setImmediate(write))
    write()
  }
  routes['/bomb'] = (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      .end(gzipSync('x'.repeat(5_000_000)))
  for (const path of ['/large', '/bomb']) {
    const fault = await faultOf(site + path, { permitted: OWN, limits })
    assert.match(fault.message, /larger than/)
  }
  routes['/zipped'] = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync('<p>zipped</p>'))
  assert.equal((await fetchPage(`${site}/zipped`, { permitted: OWN })).content, '<p>zipped</p>')
})

test('a site that takes too long is tried again later', async () => {
  routes['/slow'] = () => {}
  routes['/drip'] = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).write('x')
  for (const path of ['/slow', '/drip']) {
    const fault = await faultOf(site + path, { permitted: OWN, limits: { ms: 300 } })
    assert.deepEqual([fault.kind, fault.message], ['passing', 'The site takes too long to answer.'])
  }
})

test('what a site answers says whether it is worth another try', async () => {
  for (const [status, kind] of [
    [404, 'lasting'],
    [403, 'lasting'],
    [410, 'lasting'],
    [500, 'passing'],
    [503, 'passing'],
    [429, 'passing'],
  ] as const) {
    routes['/status'] = (_, response) => response.writeHead(status).end()
    assert.equal((await faultOf(`${site}/status`, { permitted: OWN })).kind, kind, String(status))
  }
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const nobody = (closed.address() as AddressInfo).port
  await new Promise((resolve) => closed.close(resolve))
  assert.equal((await faultOf(`http://127.0.0.1:${nobody}/`, { permitted: OWN })).kind, 'passing')
})

test('only pages with text are read', async () => {
  routes['/pdf'] = page('%PDF', 'application/pdf')
  assert.match((await faultOf(`${site}/pdf`, { permitted: OWN })).message, /application\/pdf/)
  routes['/text'] = page('plain', 'text/plain; charset=utf-8')
  assert.equal((await fetchPage(`${site}/text`, { permitted: OWN })).kind, 'text')
})

test('a page is decoded by its header, its own word, or as UTF-8', async () => {
  const send = (bytes: Buffer, type: string) => (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': type }).end(bytes)
  const contentOf = async (route: (typeof routes)[string]) => {
    routes['/coded'] = route
    return (await fetchPage(`${site}/coded`, { permitted: OWN })).content
  }
  const latin = Buffer.from('é', 'latin1')
  assert.equal(await contentOf(send(latin, 'text/html; charset=iso-8859-1')), 'é')
  assert.match(
    await contentOf(send(Buffer.concat([Buffer.from('<meta charset="windows-1252">'), latin]), 'text/html')),
    /é$/,
  )
  assert.equal(await contentOf(send(Buffer.from('é'), 'text/html; charset=nonsense')), 'é')
  assert.equal(await contentOf(send(Buffer.from('\ufeffé', 'utf16le'), 'text/html')), 'é')
})
