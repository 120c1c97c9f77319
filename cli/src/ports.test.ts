import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { freePort, freePorts } from './ports.ts'

const choose = (from: number, to: number) =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { freePort } = await import(${JSON.stringify(new URL('ports.ts', import.meta.url).href)})
console.log(await freePort({ from: ${from}, to: ${to} }))`,
    ],
    { encoding: 'utf8' },
  )

test('a port that was chosen is given to no other process, though nobody listens on it yet', async () => {
  const first = await freePort()
  const range = { from: first, to: first + 1 }
  const { stderr } = choose(range.from, range.to)
  assert.match(stderr, /There is no free port/)
  await assert.rejects(freePort(range), /There is no free port/)
})

test('chosen ports differ, and are none that the kernel gives to connections', async () => {
  const ports = Object.values(await freePorts(Array.from({ length: 50 }, (_, number) => `P${number}`)))
  assert.equal(new Set(ports).size, 50)
  assert.ok(ports.every((port) => port < 32_768))
})
