import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { Failure, usageFailure } from '../../failure.ts'
import { isAlive } from '../../processes.ts'
import type { Foreground } from '../engine.ts'
import { readPlan, readState } from './state.ts'

/** A command with the environment, the working directory and the user of a service that runs. */
export function foregroundOf(stack: Stack, service: string, [program = '', ...parameters]: string[]): Foreground {
  const services = readPlan(stack.stateDirectory)?.services ?? []
  const planned = services.find(({ name }) => name === service)
  if (services.length > 0 && !planned)
    throw usageFailure(`There is no service '${service}'`, `use one of: ${services.map(({ name }) => name).join(', ')}`)
  if (!planned || !isAlive(readState(stack.stateDirectory)?.supervisor))
    throw new Failure(`${stack.name} is not running`, { suggestion: `./cli/ichrisbirch ${stack.name} start` })
  if (planned.skipped) throw new Failure(`${service} is not run by the local engine`, { reason: planned.skipped })
  const { TERM, COLORTERM, NO_COLOR } = process.env
  const environment = { ...planned.environment, TERM, COLORTERM, NO_COLOR }
  return { program, parameters, directory: planned.directory, environment, runAs: planned.postgres?.runAs ?? null }
}

/** Where the services of a stack keep what outlives them; the database may be in another place, by a link. */
export function dataFolders(stack: Stack): string[] {
  const planned = (readPlan(stack.stateDirectory)?.services ?? []).flatMap(
    ({ postgres }) => postgres?.dataDirectory ?? [],
  )
  const own = join(stack.stateDirectory, 'postgres')
  const others = ['redis', 'backups'].map((name) => join(stack.stateDirectory, name))
  return [...new Set([...planned, targetOf(own), ...others])]
}

function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path
    throw error
  }
}
