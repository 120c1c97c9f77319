import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { until } from '../../test-fixtures/until.ts'
import { processesOf } from '../engines/local/sweep.ts'

const root = join(import.meta.dirname, '../../..')
const stateRoot = join(root, '.ichrisbirch')
// Below .ichrisbirch, where neither git nor a run of all tests looks.
mkdirSync(stateRoot, { recursive: true })
const folder = mkdtempSync(join(stateRoot, 'tests-of-tests-'))
after(() => rmSync(folder, { recursive: true, force: true }))

writeFileSync(
  join(folder, 'passing.test.ts'),
  `import { test } from 'node:test'
import { connect } from 'node:net'
test('the database is there', (context, done) => {
  const url = new URL(process.env.TEST_DATABASE_URL)
  const socket = connect(Number(url.port), url.hostname, () => { socket.destroy(); done() })
  socket.on('error', done)
})`,
)
writeFileSync(
  join(folder, 'failing.test.ts'),
  `import { test } from 'node:test'\ntest('no', () => { throw new Error('no') })`,
)
writeFileSync(
  join(folder, 'endless.test.ts'),
  `import { test } from 'node:test'\ntest('for ever', () => new Promise(() => setInterval(() => console.log('running'), 100)))`,
)

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null>; stateDirectory: () => string }

function testRun(...words: string[]): Run {
  const child = spawn(process.execPath, [join(root, 'cli/src/main.ts'), 'test', 'run', '--engine', 'local', ...words], {
    env: { ...process.env, CI: undefined, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stateDirectory = () => ownedBy(child.pid ?? 0)
  return { child, output: () => output, ended, stateDirectory }
}

function ownedBy(pid: number): string {
  const names = readdirSync(stateRoot).filter((name) => name.startsWith('test-'))
  return names.map((name) => join(stateRoot, name)).find((path) => processesOwner(path) === pid) ?? ''
}

function processesOwner(path: string): number | undefined {
  const file = join(path, 'owner.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : undefined
}

suite('test run', { timeout: 300_000 }, () => {
  test('gives the tests a database, shows node:test’s own closing lines, and leaves nothing', async () => {
    const run = testRun(join(folder, 'passing.test.ts'))
    await until(() => run.stateDirectory() !== '')
    const state = run.stateDirectory()
    assert.equal(await run.ended, 0, run.output())
    assert.match(run.output(), /tests 1\n.*suites 0\n.*pass 1\n.*fail 0/)
    assert.ok(!existsSync(state))
    assert.deepEqual(processesOf(state), [])
  })

  test('ends with 1 when a test fails, and leaves nothing', async () => {
    const run = testRun(join(folder, 'failing.test.ts'))
    await until(() => run.stateDirectory() !== '')
    const state = run.stateDirectory()
    assert.equal(await run.ended, 1)
    assert.match(run.output(), /Error: Tests failed/)
    assert.ok(!existsSync(state))
  })

  test('removes its environment on Ctrl-C, and ends with 130', async () => {
    const run = testRun(join(folder, 'endless.test.ts'))
    await until(() => run.output().includes('postgres     healthy') && run.stateDirectory() !== '')
    const state = run.stateDirectory()
    run.child.kill('SIGINT')
    assert.equal(await run.ended, 130, run.output())
    assert.deepEqual(processesOf(state), [])
    assert.ok(!existsSync(state))
  })

  test('--watch keeps the environment between the runs, and removes it on Ctrl-C', async () => {
    const run = testRun('--watch', join(folder, 'passing.test.ts'), join(folder, 'failing.test.ts'))
    await until(() => run.output().includes('Waiting for changes'))
    assert.match(run.output(), /tests 2\n.*suites 0\n.*pass 1\n.*fail 1/)
    const state = run.stateDirectory()
    assert.ok(processesOf(state).some(({ service }) => service === 'postgres'))
    run.child.kill('SIGINT')
    assert.equal(await run.ended, 130, run.output())
    assert.deepEqual(processesOf(state), [])
    assert.ok(!existsSync(state))
  })

  test('kill -9 of it ends its tests and their environment, and the next run removes what is left', async () => {
    const run = testRun(join(folder, 'endless.test.ts'))
    await until(() => run.output().includes('running'))
    const state = run.stateDirectory()
    run.child.kill('SIGKILL')
    await run.ended // its output closes only when the tests themselves have ended too
    await until(() => processesOf(state).length === 0)
    const next = testRun(join(folder, 'passing.test.ts'))
    assert.equal(await next.ended, 0, next.output())
    assert.match(next.output(), /Removed what killed test runs had left/)
    assert.ok(!existsSync(state))
  })
})
