import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const PROGRAM = `
  import { createServer } from 'node:http'
  import { createLogger } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)}
  import { runWorkers } from ${JSON.stringify(new URL('workers.ts', import.meta.url).href)}
  const log = createLogger({ service: 'test', level: 'info', readable: false })
  await runWorkers(log, 2, async () => {
    const server = createServer((request, response) => response.end(String(process.pid)))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    log.info({ worker: process.pid, port: server.address().port }, 'ready')
    return async () => { log.info({ worker: process.pid }, 'worker stopped'); server.close(); server.closeAllConnections() }
  })`

test('a killed worker is replaced, and SIGTERM stops all of them in order', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'workers-')), 'service.ts')
  writeFileSync(file, PROGRAM)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: { msg: string; worker?: number }[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) lines.push(JSON.parse(line))
  })
  const ready = () => lines.filter(({ msg }) => msg === 'ready').map(({ worker }) => worker ?? 0)
  const untilReady = async (count: number) => {
    while (ready().length < count) await once(child.stdout, 'data')
  }

  await untilReady(2)
  process.kill(ready()[0] ?? 0, 'SIGKILL')
  await untilReady(3)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')

  assert.equal(code, 0)
  assert.equal(lines.filter(({ msg }) => msg === 'worker stopped').length, 2)
})
