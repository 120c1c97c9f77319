import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { chooseEngine, makeEngine, recordEngine } from '../engines/choose.ts'
import { buildPages } from '../engines/local/build.ts'
import { type Engine, isUp } from '../engines/engine.ts'
import { type Stack, stackFor, testRunStack } from '../environments.ts'
import { Failure } from '../failure.ts'
import { readSecret } from '../secrets.ts'
import { findTestFiles, needsDocker, needsPages, needsWholeStack } from '../testing/files.ts'
import { testsMark } from '../processes.ts'
import { runTests } from '../testing/process.ts'
import { watchTests } from '../testing/watch.ts'
import { claimTestRun, removeLeftovers, removeTestRun } from '../testing/leftovers.ts'

export type TestFlags = { engine?: string; keep?: boolean; coverage?: boolean; watch?: boolean }

const startSeconds = 300
const dataServices = ['postgres', 'redis']

/** Runs tests on an environment of their own, and removes it again however the run ends. */
export async function testRun(paths: string[], flags: TestFlags, context: Context): Promise<void> {
  const found = findTestFiles(context.root, paths, process.cwd())
  const ci = await runningCi(flags, context)
  if (ci) {
    context.progress.say('CI=true and the ci environment is running: the tests use it, and manage nothing')
    const files = withoutDocker(found, ci.engine, context)
    await buildTestedPages(ci.stack, files, context)
    return runOrWatch(files, await testEnvironment(ci.stack, ci.engine, files), flags, context)
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
    await runOrWatch(files, environment, flags, context)
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

async function runOrWatch(
  files: string[],
  environment: Record<string, string>,
  flags: TestFlags,
  context: Context,
): Promise<void> {
  if (files.length === 0)
    throw new Failure('There are no tests to run', { suggestion: 'name other files, or use --engine docker' })
  const run = (some: string[]) =>
    runTests(some, { environment, coverage: flags.coverage ? 'measured' : 'none' }, context)
  if (flags.watch) return watchTests(files, run, context)
  if (await run(files)) return
  throw new Failure('Tests failed', {
    reason: 'see above',
    suggestion: 'run one file alone: ./cli/ichrisbirch test run <file>',
  })
}
