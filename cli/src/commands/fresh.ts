import type { Context } from '../context.ts'
import { ask } from '../data/ask.ts'
import type { Engine, StartOptions } from '../engines/engine.ts'
import { environments, type Stack } from '../environments.ts'
import { asFailure, Failure, usageFailure } from '../failure.ts'

/** Removes the data of an environment before it is started, once that is permitted; production's never. */
export async function makeFresh(
  stack: Stack,
  engine: Engine,
  options: StartOptions,
  flags: { yes?: boolean },
  context: Context,
): Promise<void> {
  if (environments[stack.environment].target === 'production') {
    throw usageFailure(
      'Production is never started fresh: that would remove everything people keep in it',
      `to try something from nothing, use another environment: ./cli/ichrisbirch testing start --fresh`,
    )
  }
  if (!flags.yes && !(await isAgreed(stack, context.signal))) {
    throw new Failure(`The data of ${stack.name} would be removed`, {
      reason: '--fresh needs permission: it removes the database for good',
      suggestion: `./cli/ichrisbirch ${stack.name} start --fresh --yes`,
    })
  }
  await makeRestorePoint(stack, engine, options, context)
  await engine.stop(options)
  await engine.removeData(options)
  options.progress.say(`The data of ${stack.name} is removed`)
}

/** What runs is dumped first, and nothing is removed when that fails; what does not run cannot be asked for its rows. */
async function makeRestorePoint(stack: Stack, engine: Engine, options: StartOptions, context: Context): Promise<void> {
  const services = await engine.status()
  if (services.find(({ service }) => service === 'postgres')?.state !== 'running') {
    return options.progress.say('Its database is not running: there is no restore point')
  }
  const { dbSnapshot } = await import('./db-snapshot.ts')
  const quiet = { ...context, progress: options.progress, print: () => {} } // stdout is for the start's own events
  try {
    await dbSnapshot(stack, undefined, { engine: engine.name }, quiet)
  } catch (error) {
    const { message, reason } = asFailure(error)
    throw new Failure('No restore point could be made, so nothing was removed', {
      reason: [message, reason].filter(Boolean).join(': '),
      suggestion: `to remove the data without one, stop it first: ./cli/ichrisbirch ${stack.name} stop`,
      cause: error,
    })
  }
}

/** Asked on a terminal; without one, nobody could answer. */
async function isAgreed(stack: Stack, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const answer = await ask(`Remove all data of ${stack.name} and start from nothing? [y/N] `, signal)
  return /^y(es)?$/i.test(answer)
}
