import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Context } from '../context.ts'
import { chooseEngine, makeEngine, recordEngine } from '../engines/choose.ts'
import { buildPages } from '../engines/local/build.ts'
import { type Engine, isUp } from '../engines/engine.ts'
import { type Stack, stackFor, testRunStack } from '../environments.ts'
import { Failure, interrupted } from '../failure.ts'
import { readSecret } from '../secrets.ts'
import { findTestFiles, needsDocker, needsPages, needsWholeStack } from '../test-files.ts'
import { testsMark } from '../processes.ts'
import { claimTestRun, removeLeftovers, removeTestRun } from '../test-leftovers.ts'

export type TestFlags = { engine?: string; keep?: boolean; coverage?: boolean }

const startSeconds = 300
// A test that hangs fails by its name; the longest, all environments in Docker, takes four minutes.
const testMinutes = 8
const dataServices = ['postgres', 'redis']

/** Runs tests on an environment of their own, and removes it again however the run ends. */
export async function testRun(paths: string[], flags: TestFlags, context: Context): Promise<void> {
  const found = findTestFiles(context.root, paths, process.cwd())
  const ci = await runningCi(flags, context)
  if (ci) {
    context.progress.say('CI=true and the ci environment is running: the tests use it, and manage nothing')
    const files = withoutDocker(found, ci.engine, context)
    await buildTestedPages(ci.stack, files, context)
    return runTests(files, await testEnvironment(ci.stack, ci.engine, files), flags, context)
  }
  const removed = await removeLeftovers(context, { kept: 'stay' })
  if (removed.length > 0) context.progress.say(`Removed what killed test runs had left: ${removed.join(', ')}`)
  await runIsolated(found, flags, context)
}

async function runIsolated(found: string[], flags: TestFlags, context: Context): Promise<void> {
  const id = randomBytes(3).toString('hex')
  const isKept = flags.keep ?? false
  const stack = testRunStack(id, context.root, { isKept })
  claimTestRun(context.root, id, isKept)
  try {
    const engine = await chooseEngine(stack, flags.engine)
    recordEngine(stack, engine.name)
    const files = withoutDocker(found, engine, context)
    await buildTestedPages(stack, files, context)
    const services = files.some(needsWholeStack) ? undefined : dataServices
    context.progress.say(
      `Starting ${services?.join(' and ') ?? 'the whole stack'} for the tests with the ${engine.name} engine`,
    )
    const { progress, signal } = context
    await engine.start({ progress, signal, deadlineSeconds: startSeconds, services })
    progress.end()
    // Marked, the tests end with their environment: after a kill -9 of this process nobody else would end them.
    const environment = { ...(await testEnvironment(stack, engine, files)), ...testsMark(stack.stateDirectory) }
    await runTests(files, environment, flags, context)
  } finally {
    context.progress.end()
    if (isKept) {
      context.progress.say(`Kept: ${stack.stateDirectory}. Remove it with ./cli/ichrisbirch test clean`)
    } else {
      await removeTestRun(context, id)
      context.progress.end()
    }
  }
}

function withoutDocker(files: string[], engine: Engine, context: Context): string[] {
  const left = engine.name === 'docker' ? [] : files.filter(needsDocker)
  if (left.length > 0) context.progress.say(`Left out, for they need --engine docker: ${left.join(', ')}`)
  return files.filter((file) => !left.includes(file))
}

/** Tests of pages look at what was built, whatever engine runs the data services. */
async function buildTestedPages(stack: Stack, files: string[], context: Context): Promise<void> {
  if (files.some(needsPages)) await buildPages(stack, context)
}

/** In CI the environment was started by a step before, so that its logs are there when a test fails. */
async function runningCi(flags: TestFlags, context: Context): Promise<{ stack: Stack; engine: Engine } | undefined> {
  if (process.env.CI !== 'true') return undefined
  const stack = stackFor('ci', context.root)
  const engine = await (flags.engine ? chooseEngine(stack, flags.engine) : recordedOrLocal(stack))
  return isUp(await engine.status()) ? { stack, engine } : undefined
}

async function recordedOrLocal(stack: Stack): Promise<Engine> {
  return stackIsRecorded(stack) ? chooseEngine(stack, undefined) : makeEngine('local', stack)
}

function stackIsRecorded(stack: Stack): boolean {
  try {
    readFileSync(join(stack.stateDirectory, 'engine.json'))
    return true
  } catch {
    return false // never started here
  }
}

/** What tests are told: a superuser of a PostgreSQL that is theirs, a Redis, and the addresses of a whole stack. */
async function testEnvironment(stack: Stack, engine: Engine, files: string[]): Promise<Record<string, string>> {
  const secret = (name: string) => readSecret(stack, name)
  const postgres = await engine.port('postgres', 5432)
  const environment: Record<string, string> = {
    TEST_DATABASE_URL: `postgres://postgres:${secret('postgres_password')}@127.0.0.1:${postgres}/postgres`,
    TEST_SERVICES_PASSWORD: secret('database_password'),
    TEST_BACKUPS_PASSWORD: secret('backups_password'),
  }
  const services = await engine.status()
  const redis = services.find(({ service, state }) => service === 'redis' && state === 'running')
  if (redis)
    environment.TEST_REDIS_URL = `redis://:${secret('redis_password')}@127.0.0.1:${await engine.port('redis', 6379)}`
  if (!files.some(needsWholeStack)) return environment
  for (const name of ['api', 'app', 'chat']) {
    const address = services.find(({ service }) => service === name)?.address
    if (address) environment[`${name.toUpperCase()}_ORIGIN`] = address
  }
  return environment
}

async function runTests(
  files: string[],
  environment: Record<string, string>,
  flags: TestFlags,
  context: Context,
): Promise<void> {
  if (files.length === 0)
    throw new Failure('There are no tests to run', { suggestion: 'name other files, or use --engine docker' })
  // Networks that come and go make a browser drop its requests: the scenarios that bring up containers run by themselves.
  const batches = [files.filter(needsDocker), files.filter((file) => !needsDocker(file))].filter(({ length }) => length)
  let failed = 0
  for (const batch of batches) failed += (await runFiles(batch, environment, flags, context)) === 0 ? 0 : 1
  if (failed > 0)
    throw new Failure('Tests failed', {
      reason: 'see above',
      suggestion: 'run one file alone: ./cli/ichrisbirch test run <file>',
    })
}

/** @returns the exit code of node:test. */
async function runFiles(
  files: string[],
  environment: Record<string, string>,
  flags: TestFlags,
  context: Context,
): Promise<number> {
  const { root, signal } = context
  if (flags.coverage) mkdirSync(join(root, 'coverage'), { recursive: true })
  const parameters = [
    '--test',
    '--test-concurrency=2',
    `--test-timeout=${testMinutes * 60_000}`,
    ...(flags.coverage ? coverageOptions : []),
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

const coverageOptions = [
  '--experimental-test-coverage',
  '--test-coverage-include=packages/*/src/**/*.ts',
  '--test-coverage-include=services/*/src/**/*.ts',
  '--test-coverage-include=cli/src/**/*.ts',
  '--test-coverage-exclude=**/*.test.ts',
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=lcov',
  '--test-reporter-destination=coverage/lcov.info',
]
