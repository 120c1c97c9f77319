import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { until } from '../../test-fixtures/until.ts'
import type { Context } from '../context.ts'
import type { Failure } from '../failure.ts'
import { testsConcerned } from './dependents.ts'
import { isSource } from './files.ts'
import { watchTests } from './watch.ts'

// A checkout of a few files, as its own root.
let root = ''
let interruption: AbortController
let said: string[]
let context: Context
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ichrisbirch-testing-'))
  interruption = new AbortController()
  said = []
  context = {
    root,
    signal: interruption.signal,
    progress: { say: (text) => said.push(text), show: () => {}, end: () => {} },
    print: () => {},
    handOver: () => () => {},
  }
  write('packages/db/src/tasks.ts', `import './ids.ts'\nexport const one = () => 1\nexport const two = () => 2\n`)
  write('packages/db/src/ids.ts', `export const id = (n: number) => (n > 1 ? 'many' : 'one')\n`)
  write('packages/db/src/ids.test.ts', `import { id } from './ids.ts'\nid(1)\n`)
  write('services/api/src/tasks.test.ts', `import { one } from '@ichrisbirch/db/tasks'\nvoid one\n`)
  write('services/api/src/main.test.ts', `spawn(new URL('./main.ts', import.meta.url))\n`)
  write('services/api/src/main.ts', '')
})
afterEach(() => rmSync(root, { recursive: true }))

const tests = ['packages/db/src/ids.test.ts', 'services/api/src/main.test.ts', 'services/api/src/tasks.test.ts']

test('a change concerns the tests that import the file, through others and other packages too, or start it', () => {
  const concerned = (...changed: string[]) => testsConcerned(root, tests, changed)
  assert.deepEqual(concerned('packages/db/src/ids.ts'), [tests[0], tests[2]])
  assert.deepEqual(concerned('packages/db/src/tasks.ts'), [tests[2]])
  assert.deepEqual(concerned('services/api/src/main.ts'), [tests[1]])
  assert.deepEqual(concerned('services/api/src/main.test.ts', 'packages/db/src/tasks.ts'), [tests[1], tests[2]])
})

test('a change of a file that no test imports concerns all of them', () => {
  assert.deepEqual(testsConcerned(root, tests, ['packages/db/src/ids.ts', 'packages/db/drizzle/0001.sql']), tests)
})

test('what is installed, built or written by an editor beside a file is no source', () => {
  const others = ['node_modules/x/y.ts', 'services/app/build.new/a.js', 'cli/src/.a.ts.swp', 'cli/src/a.ts~']
  assert.deepEqual([...others, 'cli/src/a.ts'].filter(isSource), ['cli/src/a.ts'])
})

test('watched tests run once, then those that a change concerns, also one made meanwhile, until Ctrl-C', async () => {
  const runs: string[][] = []
  const watching = watchTests(
    tests,
    async (files) => {
      runs.push(files)
      if (runs.length === 2) write('services/api/src/main.ts', '// while it runs')
      return false
    },
    context,
  )
  await until(() => said.some((line) => line.startsWith('Waiting')))
  assert.deepEqual(runs, [tests])
  write('packages/db/src/tasks.ts', '// changed')
  await until(() => runs.length === 3)
  assert.deepEqual(runs.slice(1), [[tests[2]], [tests[1]]])
  assert.ok(said.includes('Changed: packages/db/src/tasks.ts; running 1 of 3 test files'))
  interruption.abort()
  await assert.rejects(watching, (failure: Failure) => failure.exitCode === 130)
})

test('coverage is told as lcov and as pages that show which lines were not run', async () => {
  write(
    'packages/db/src/tasks.ts',
    readFileSync(join(root, 'packages/db/src/tasks.ts'), 'utf8').replace("import './ids.ts'\n", ''),
  )
  write(
    'packages/db/src/tasks.test.ts',
    `import { one } from './tasks.ts'\nimport { id } from './ids.ts'\none()\nid(1)\n`,
  )
  const { status, stdout, stderr } = measureInAnotherProcess('packages/db/src/tasks.test.ts')
  assert.equal(status, 0, stdout + stderr)
  assert.match(stdout, /tasks\.ts +\| 100\.00 \| +100\.00 \| +50\.00/)
  assert.match(stderr, /^[\d.]+ % of \d+ lines were run\. .*coverage\/html\/index\.html/m)
  const lcov = readFileSync(join(root, 'coverage/lcov.info'), 'utf8')
  assert.match(lcov, /SF:.*tasks\.ts[^]*DA:1,1/)
  const page = readFileSync(join(root, 'coverage/html/tasks.ts.html'), 'utf8')
  assert.match(page, /function not covered[^]*two/)
  assert.match(readFileSync(join(root, 'coverage/html/ids.ts.html'), 'utf8'), /branch not covered/)
  assert.ok(existsSync(join(root, 'coverage/html/index.html')))
})

/** node:test takes itself for a part of the test that it is started from, and shows its output among that one's. */
function measureInAnotherProcess(file: string) {
  const program = `
    import { createContext } from ${JSON.stringify(new URL('../context.ts', import.meta.url).href)}
    import { runTests } from ${JSON.stringify(new URL('process.ts', import.meta.url).href)}
    const context = { ...createContext({ signal: new AbortController().signal }), root: ${JSON.stringify(root)} }
    const passed = await runTests([${JSON.stringify(file)}], { environment: {}, coverage: 'measured' }, context)
    process.exit(passed ? 0 : 1)`
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', FORCE_COLOR: undefined }
  return spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program], { encoding: 'utf8', env })
}
