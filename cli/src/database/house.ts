import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HouseServer } from '@ichrisbirch/db/dumps/load'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Engine } from '../engines/engine.ts'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'
import { withLock } from '../lock.ts'
import { readSecret } from '../secrets.ts'
import { toFailure } from './faults.ts'

export type DatabaseFlags = { engine?: string }

/** The database of an environment that runs, and where its dumps are kept. */
export type House = { stack: Stack; engine: Engine; server: HouseServer; snapshots: string }

const DATABASE = 'ichrisbirch'
const waitForOtherMs = 3_600_000

/** Runs `work` with the house's database; what it throws is told in words with a next step. */
export async function withHouse(
  stack: Stack,
  flags: DatabaseFlags,
  context: Context,
  work: (house: House) => Promise<void>,
): Promise<void> {
  const house = await openHouse(stack, await chooseEngine(stack, flags.engine))
  try {
    await work(house)
  } catch (error) {
    throw toFailure(error, house, context)
  } finally {
    context.progress.end()
  }
}

/** Held by whoever changes the house. */
export const databaseLock = (stack: Stack) => join(stack.stateDirectory, 'database.lock')

/** The same for what changes the house: one at a time, and first what a killed one before has left is put in order. */
export async function withHouseAlone(
  stack: Stack,
  flags: DatabaseFlags,
  context: Context,
  work: (house: House) => Promise<void>,
): Promise<void> {
  await withHouse(stack, flags, context, async (house) => {
    const { progress, signal } = context
    const onWait = ({ pid, purpose }: { pid: number; purpose: string }) =>
      progress.say(`Another command changes this database (${purpose}, pid ${pid}): waiting for it`)
    const lock = { purpose: `${stack.name} db`, waitMs: waitForOtherMs, onWait, signal }
    await withLock(databaseLock(stack), lock, async () => {
      const { cleanDatabases } = await import('./left.ts')
      for (const done of await cleanDatabases(house)) progress.say(done)
      await work(house)
    })
  })
}

/** @throws Failure when the database does not run. */
export async function openHouse(stack: Stack, engine: Engine): Promise<House> {
  const services = await engine.status()
  if (services.find(({ service }) => service === 'postgres')?.state !== 'running') {
    throw new Failure(`The database of ${stack.name} is not running`, {
      suggestion: `start it: ./cli/ichrisbirch ${stack.name} start --engine ${engine.name}`,
    })
  }
  const port = await engine.port('postgres', 5432)
  const server = {
    url: `postgres://postgres@127.0.0.1:${port}/${DATABASE}`,
    password: readSecret(stack, 'postgres_password'),
    servicesPassword: readSecret(stack, 'database_password'),
  }
  const snapshots = join(stack.stateDirectory, 'snapshots')
  mkdirSync(snapshots, { recursive: true, mode: 0o700 })
  return { stack, engine, server, snapshots }
}
