import { createInterface } from 'node:readline/promises'
import type { Engine, StartOptions } from '../engines/engine.ts'
import { environments, type Stack } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'

/** Removes the data of an environment before it is started, once that is permitted; production's never. */
export async function makeFresh(
  stack: Stack,
  engine: Engine,
  options: StartOptions,
  flags: { yes?: boolean },
): Promise<void> {
  if (environments[stack.environment].target === 'production') {
    throw usageFailure(
      'Production is never started fresh: that would remove everything people keep in it',
      `to try something from nothing, use another environment: ./cli/ichrisbirch testing start --fresh`,
    )
  }
  if (!flags.yes && !(await isAgreed(stack))) {
    throw new Failure(`The data of ${stack.name} would be removed`, {
      reason: '--fresh needs permission: it removes the database for good',
      suggestion: `./cli/ichrisbirch ${stack.name} start --fresh --yes`,
    })
  }
  await engine.stop(options)
  await engine.removeData(options)
  options.progress.say(`The data of ${stack.name} is removed`)
}

/** Asked on a terminal; without one, nobody could answer. */
async function isAgreed(stack: Stack): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const questions = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test(await questions.question(`Remove all data of ${stack.name} and start from nothing? [y/N] `))
  } finally {
    questions.close()
  }
}
