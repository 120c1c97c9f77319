import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pc from 'picocolors'
import type { Context } from '../context.ts'
import { ask } from '../data/ask.ts'
import { chooseEngine } from '../engines/choose.ts'
import { type Engine, isUp, type ServiceStatus } from '../engines/engine.ts'
import { type Model, renderModel } from '../engines/local/model.ts'
import type { Stack } from '../environments.ts'
import { Failure, interrupted, usageFailure } from '../failure.ts'
import { withLock } from '../lock.ts'
import { makeSecrets, ownersSecrets, randomSecret } from '../secrets.ts'
import { checkSecrets } from '../secrets-check.ts'
import { asSuperuser } from '../superuser.ts'

/** The database role whose password a secret is: changed in the database before any service reads the new one. */
const roles: Record<string, string> = {
  postgres_password: 'postgres',
  database_password: 'ichrisbirch_services',
  backups_password: 'ichrisbirch_backups',
}

const restartSeconds = 120
const recoverySeconds = 60

/** Ill ones too: a secret may be why. */
const awake: ServiceStatus['state'][] = ['running', 'starting', 'failed']

const consequences: Record<string, string> = {
  auth_secret: 'everybody has to sign in again; API keys stay',
  redis_password: 'what Redis holds is lost: the counters of refused sign-ins begin anew',
}

/** Makes the secrets that are missing; those that are there stay as they are. */
export async function secretsInit(stack: Stack, context: Context): Promise<void> {
  const { secrets } = await render(stack)
  mkdirSync(stack.stateDirectory, { recursive: true, mode: 0o700 })
  const made = makeSecrets(secrets)
  context.progress.say(made.length > 0 ? `Made: ${made.join(', ')}` : 'All secrets of the compose files are there')
}

/** Missing, weak, shared with another environment or readable by others: exit code 1. */
export async function secretsCheck(stack: Stack, flags: { json?: boolean }, context: Context): Promise<void> {
  const names = Object.keys((await render(stack)).secrets ?? {})
  const faults = checkSecrets(stack, names)
  if (flags.json) {
    const shown = faults.map(({ secret, fault, fix }) => ({ secret, fault, fix }))
    context.print(JSON.stringify({ environment: stack.name, secrets: names, faults: shown }, null, 2))
  } else {
    for (const name of names.filter((known) => !faults.some(({ secret }) => secret === known)))
      context.print(`${pc.green('✓')} ${name}`)
    for (const { secret, fault, fix } of faults) context.print(`${pc.red('✗')} ${secret} ${fault}\n  Fix: ${fix}`)
  }
  if (faults.length === 0) return
  throw new Failure(`${faults.length} of the secrets of ${stack.name} are not as they should be`, {
    suggestion: faults[0]?.fix ?? '',
  })
}

export type RotateFlags = { engine?: string; all?: boolean; yes?: boolean }

/**
 * Replaces secrets in a house that goes on running: a database role gets its new password first, then the file changes,
 * then the services that read it start again, one after the other.
 */
export async function secretsRotate(
  stack: Stack,
  asked: string[],
  flags: RotateFlags,
  context: Context,
): Promise<void> {
  const model = await render(stack)
  const names = chooseNames(asked, flags, Object.keys(model.secrets ?? {}))
  await permit(stack, names, flags, context)
  const engine = await chooseEngine(stack, flags.engine)
  const isRunning = (await engine.status()).some(({ state }) => awake.includes(state))
  if (!isRunning && names.some((name) => roles[name])) {
    throw new Failure(`${stack.name} is not running`, {
      reason: 'a password of the database has to be changed in the database too',
      suggestion: `./cli/ichrisbirch ${stack.name} start, then run this again`,
    })
  }
  const lock = join(stack.stateDirectory, 'secrets.lock')
  await withLock(lock, { purpose: 'secrets rotate', waitMs: 5000, signal: context.signal }, async () => {
    for (const name of names) {
      await replaceSecret(stack, name, engine)
      context.progress.say(`Replaced ${name}`)
    }
    const readers = isRunning ? readersOf(names, model) : []
    if (readers.length > 0) await restartReaders(engine, readers, context)
  })
  context.progress.end()
  for (const name of names) if (consequences[name]) context.progress.say(`${name}: ${consequences[name]}`)
}

function chooseNames(asked: string[], flags: RotateFlags, known: string[]): string[] {
  const rotated = known.filter((name) => !ownersSecrets.has(name))
  if (flags.all) return rotated
  if (asked.length === 0) throw usageFailure('Say which secret', `one or more of: ${rotated.join(', ')}; or --all`)
  for (const name of asked) {
    if (ownersSecrets.has(name))
      throw usageFailure(`${name} is yours: another house gave it to you`, 'write the new one into its file')
    if (!rotated.includes(name)) throw usageFailure(`There is no secret '${name}'`, `one of: ${rotated.join(', ')}`)
  }
  return asked
}

async function permit(stack: Stack, names: string[], flags: RotateFlags, context: Context): Promise<void> {
  const told = names.flatMap((name) => (consequences[name] ? [`${name}: ${consequences[name]}`] : []))
  if (flags.yes || (told.length === 0 && stack.environment !== 'prod')) return
  for (const line of told) context.progress.say(line)
  if (!process.stdin.isTTY) {
    throw new Failure(`${names.join(', ')} of ${stack.name} would be replaced`, {
      reason: told.join('; ') || 'this is production',
      suggestion: 'add --yes if that is meant',
    })
  }
  const answer = await ask(`Type ${stack.name} to go on: `, context.signal)
  if (answer.trim() !== stack.name) throw interrupted('nothing was changed')
}

/**
 * The new value waits beside the old one while the database learns it. Killed in between, the next run finds it there
 * and puts it in place when it is the one that the database knows.
 */
async function replaceSecret(stack: Stack, name: string, engine: Engine): Promise<void> {
  const file = join(stack.stateDirectory, 'secrets', name)
  const waiting = `${file}.next`
  const role = roles[name]
  if (role === 'postgres' && existsSync(waiting)) await finishInterrupted(stack, file, waiting, engine)
  const value = randomSecret()
  writeFileSync(waiting, value, { mode: 0o644, flush: true })
  if (role) {
    try {
      await asSuperuser(stack, engine, async (client) => {
        // The statement holds a password: a failing one must not be written into the server's log.
        await client.query('set log_min_error_statement = panic')
        await client.query(`alter role ${role} password ${client.escapeLiteral(value)}`)
      })
    } catch (error) {
      if (role !== 'postgres') rmSync(waiting, { force: true })
      throw error
    }
  }
  renameSync(waiting, file)
}

async function finishInterrupted(stack: Stack, file: string, waiting: string, engine: Engine): Promise<void> {
  const password = readFileSync(waiting, 'utf8').trim()
  const isKnown = await asSuperuser(stack, engine, async () => true, password).catch((error: { code?: string }) => {
    if (error.code !== '28P01') throw error // invalid_password: the old one still holds
    return false
  })
  if (isKnown) renameSync(waiting, file)
}

/** Those that read it at their start and go on running; a one-shot reads it when it is run the next time. */
function readersOf(names: string[], model: Model): string[] {
  return (
    Object.entries(model.services)
      .filter(([, { secrets }]) => secrets?.some(({ source }) => names.includes(source)))
      .map(([name]) => name)
      // PostgreSQL reads its own at its first start only.
      .filter((name) => name !== 'postgres' && !isOneShot(name, model))
  )
}

function isOneShot(name: string, model: Model): boolean {
  return Object.values(model.services).some(
    ({ depends_on }) => depends_on?.[name]?.condition === 'service_completed_successfully',
  )
}

async function restartReaders(engine: Engine, readers: string[], context: Context): Promise<void> {
  const running = (await engine.status()).filter(({ state }) => awake.includes(state)).map(({ service }) => service)
  const services = readers.filter((name) => running.includes(name))
  if (services.length === 0) return
  context.progress.say(`Restarting what reads it: ${services.join(', ')}`)
  const options = { progress: context.progress, signal: context.signal, deadlineSeconds: restartSeconds }
  try {
    await engine.restart(services, options)
  } catch (error) {
    // What depends on them is ill while they are away, and well again by itself.
    if (context.signal.aborted || !(await becomesWell(engine, context.signal))) throw error
  }
}

async function becomesWell(engine: Engine, signal: AbortSignal): Promise<boolean> {
  const giveUp = Date.now() + recoverySeconds * 1000
  while (Date.now() < giveUp) {
    if (isUp(await engine.status())) return true
    await delay(500, undefined, { signal })
  }
  return false
}

const render = (stack: Stack) => renderModel(stack, { ICHRISBIRCH_STATE: stack.stateDirectory })
