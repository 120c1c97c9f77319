import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

/** A service of a few lines, as a process of its own: what is tested is how a process ends. */
function runProgram(body: string) {
  const program = `
    import { createLogger } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)}
    import { runService } from ${JSON.stringify(new URL('lifecycle.ts', import.meta.url).href)}
    import { createServer } from 'node:http'
    const log = createLogger({ service: 'test', level: 'info', readable: false })
    ${body}`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output: string[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, output: output.join('') }))
  const said = async (text: string) => {
    while (!output.join('').includes(text)) await once(child.stdout, 'data')
  }
  return { child, ended, said }
}

test('SIGTERM ends the work in hand, and then the process, with 0', async () => {
  const { child, ended, said } = runProgram(`
    await runService(log, async () => {
      const timer = setInterval(() => {}, 1000)
      log.info('ready')
      return async () => { await new Promise((resolve) => setTimeout(resolve, 50)); log.info('work in hand ended'); clearInterval(timer) }
    })`)
  await said('ready')
  child.kill('SIGTERM')
  child.kill('SIGTERM')
  const { code, output } = await ended
  assert.equal(code, 0)
  assert.equal(output.split('work in hand ended').length, 2)
})

test('a service that does not end in time is ended, with 1 and the reason', async () => {
  const { child, ended, said } = runProgram(`
    await runService(log, async () => { setInterval(() => {}, 1000); log.info('ready'); return () => new Promise(() => {}) }, 100)`)
  await said('ready')
  child.kill('SIGTERM')
  const { code, output } = await ended
  assert.equal(code, 1)
  assert.match(output, /not stopped within 100 ms/)
})

test('a service that cannot start, and an error that nobody caught, end the process with 1 and the reason', async () => {
  for (const body of [
    `await runService(log, async () => { throw new Error('no port') })`,
    `await runService(log, async () => { setTimeout(() => { throw new Error('no port') }); return async () => {} })`,
  ]) {
    const { code, output } = await runProgram(body).ended
    assert.equal(code, 1)
    assert.match(output, /no port/)
  }
})

test('a secret in a logged object is not written', async () => {
  const { ended } = runProgram(`log.info({ password: 'hunter2', user: { token: 'hunter2' } }, 'hello')`)
  const { output } = await ended
  assert.match(output, /hello/)
  assert(!output.includes('hunter2'))
})
