import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Context } from '../context.ts'
import { interrupted } from '../failure.ts'
import { needsDocker } from './files.ts'

/** How tests are run: `environment` is what they are told, `coverage` whether it is measured which lines they run. */
export type TestOptions = { environment: NodeJS.ProcessEnv; coverage: 'none' | 'measured' }

// A test that hangs fails by its name; the longest, all environments in Docker, takes four minutes.
const testMinutes = 8

// Most files wait as much as they work; those that bring up containers keep two processors busy by themselves.
const filesAtOnce = (batch: string[]) => (batch.some(needsDocker) ? 2 : Math.min(availableParallelism() + 1, 8))

/** @returns whether all of them passed. */
export async function runTests(files: string[], options: TestOptions, context: Context): Promise<boolean> {
  // Networks that come and go make a browser drop its requests: the scenarios that bring up containers run by themselves.
  const batches = [files.filter(needsDocker), files.filter((file) => !needsDocker(file))].filter(({ length }) => length)
  const isMeasured = options.coverage === 'measured'
  if (isMeasured) makeEmpty(join(context.root, 'coverage'))
  const measured: string[] = []
  let failed = 0
  for (const [number, batch] of batches.entries()) {
    const lcov = join(context.root, 'coverage', `batch-${number + 1}.info`)
    if (isMeasured) measured.push(lcov)
    const code = await runBatch(batch, isMeasured ? coverageWords(lcov) : [], options.environment, context)
    if (code !== 0) failed++
  }
  if (isMeasured) await (await import('./coverage.ts')).reportCoverage(measured, context)
  return failed === 0
}

function makeEmpty(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
}

/** @returns the exit code of node:test. */
async function runBatch(
  files: string[],
  words: string[],
  environment: NodeJS.ProcessEnv,
  { root, signal }: Context,
): Promise<number> {
  const limits = [`--test-concurrency=${filesAtOnce(files)}`, `--test-timeout=${testMinutes * 60_000}`]
  const parameters = [
    `--import=${import.meta.resolve('@ichrisbirch/db/drizzle-resolution')}`,
    '--test',
    ...limits,
    ...words,
    ...files,
  ]
  const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    env: { ...process.env, PATH: path, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = () => child.kill('SIGINT')
  signal.addEventListener('abort', stop)
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, killedBy) => resolve(exitCode ?? 128 + constants.signals[killedBy ?? 'SIGTERM']))
  })
  signal.removeEventListener('abort', stop)
  if (signal.aborted) throw interrupted('the tests were stopped')
  return code
}

const coverageWords = (lcov: string) => [
  '--experimental-test-coverage',
  '--test-coverage-include=packages/*/src/**/*.ts',
  '--test-coverage-include=services/*/src/**/*.ts',
  '--test-coverage-include=cli/src/**/*.ts',
  '--test-coverage-exclude=**/*.test.ts',
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=lcov',
  `--test-reporter-destination=${lcov}`,
]
