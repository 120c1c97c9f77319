import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { type TestHouse, processesOf, testHouse } from '../../test-fixtures/house/stack.ts'
import type { Failure } from '../failure.ts'
import { claimPorts } from '../port-claims.ts'
import { freePorts, holderOf, type PortHolder } from '../ports.ts'
import { isUp } from './engine.ts'

suite('a port that is taken', () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse()
  })
  after(() => house.remove())

  test('by a stranger is named with its process, and nothing is started', async () => {
    const port = house.stack.ports.WEB_PORT ?? 0
    const stranger = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('listening'))`,
    ])
    await new Promise((resolve) => stranger.stdout.once('data', resolve))
    try {
      await assert.rejects(house.engine.start(house.options), (error: Failure) => {
        assert.equal(error.message, `Port ${port} is taken`)
        assert.match(error.reason ?? '', new RegExp(`process ${stranger.pid} .*nothing was started`))
        assert.match(error.suggestion ?? '', /WEB_PORT=/)
        return error.exitCode === 1
      })
      assert.deepEqual(processesOf(house.stack.stateDirectory), [])
    } finally {
      stranger.kill()
      await new Promise((resolve) => stranger.once('close', resolve))
    }
  })

  test('on all addresses or by IPv6 is seen as well', async () => {
    const { PORT = 0 } = await freePorts(['PORT'])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(PORT, '::', resolve))
    const holder = holderOf(PORT)
    assert.equal(holder.pid, process.pid)
    await new Promise((resolve) => server.close(resolve))
  })
})

test('a port held by another user’s house is known as such, though its process cannot be looked into', async (context) => {
  if (process.getuid?.() !== 0) return context.skip('only root can ask as another user')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const house = mkdtempSync(join(tmpdir(), 'ichrisbirch-claimed-'))
  try {
    const script = `import { holderOf } from '${join(import.meta.dirname, '../ports.ts')}'
      console.log(JSON.stringify(holderOf(${port})))`
    // Not spawnSync: the port is held by this very process.
    const ask = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: '/',
        uid: 65_534,
        gid: 65_534,
      })
      const [[answer]] = await Promise.all([once(child.stdout, 'data'), once(child, 'close')])
      return JSON.parse(String(answer)) as PortHolder
    }
    assert.equal((await ask()).stateDirectory, undefined, 'a stranger is not taken for a house')
    claimPorts(house, [port])
    const holder = await ask()
    assert.deepEqual([holder.pid, holder.stateDirectory], [undefined, house])
  } finally {
    server.close()
    rmSync(house, { recursive: true })
  }
})

test('two checkouts with the same ports run side by side: the second moves all of them together', async () => {
  const first = await testHouse()
  const second = await testHouse({ ports: first.stack.ports })
  try {
    // At once, as two people would: the second finds out after the first listens.
    await Promise.all([first.engine.start(first.options), second.engine.start(second.options)])
    assert.ok(isUp(await first.engine.status()) && isUp(await second.engine.status()))
    const distanceOf = ({ said }: TestHouse) => Number(/^All ports are moved by (\d+)/m.exec(said.join('\n'))?.[1] ?? 0)
    const moved = distanceOf(first) > 0 ? first : second
    const stayed = moved === first ? second : first
    const [port, distance] = [moved.stack.ports.WEB_PORT ?? 0, distanceOf(moved)]
    // By one hundred, unless somebody listens there by chance.
    assert.ok(distance > 0 && distance % 100 === 0 && distanceOf(stayed) === 0)
    assert.equal(await moved.engine.port('web', 8000), port + distance)
    assert.equal(await stayed.engine.port('web', 8000), port)
    const environment = (await (await fetch(`http://127.0.0.1:${port + distance}/environment`)).json()) as Record<
      string,
      string
    >
    assert.match(environment.DATABASE_URL ?? '', new RegExp(`:${(moved.stack.ports.POSTGRES_PORT ?? 0) + distance}/`))

    await stayed.engine.stop(stayed.options)
    assert.ok(isUp(await moved.engine.status()), 'stopping one leaves the other alone')
    await moved.engine.stop(moved.options)
    await moved.engine.start(moved.options)
    assert.equal(await moved.engine.port('web', 8000), port + distance, 'a start keeps the ports of the last one')
  } finally {
    await first.remove()
    await second.remove()
  }
})
