import type { Context } from '../context.ts'
import { ask } from '../data/ask.ts'
import { environments, type Stack } from '../environments.ts'
import { Failure } from '../failure.ts'

export type PermissionFlags = { yes?: boolean; confirm?: string }

/**
 * Asks before the whole house is replaced. `--yes` answers for every environment but production: there its name must be
 * typed, on a terminal or as --confirm, so that a line from the shell's history cannot do it.
 * @param what the house's fate, as a sentence. @param command the verb with its words, to be typed again.
 */
export async function permit(
  stack: Stack,
  flags: PermissionFlags,
  { what, command }: { what: string; command: string },
  context: Context,
) {
  const isProduction = environments[stack.environment].target === 'production'
  const name = stack.name
  if (isProduction ? flags.confirm === name : flags.yes || flags.confirm === name) return
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY
  if (isTerminal && flags.confirm === undefined) {
    const question = isProduction ? `${what} Type ${name} to go on: ` : `${what} Go on? [y/N] `
    const answer = (await ask(question, context.signal)).trim()
    if (isProduction ? answer === name : /^y(es)?$/i.test(answer)) return
    throw new Failure('Nothing was changed', {
      reason: isProduction ? `'${answer}' is not ${name}` : 'you did not agree',
    })
  }
  throw new Failure(what, {
    reason: isProduction ? 'for production its name must be typed; --yes is not enough' : 'this needs permission',
    suggestion: `./cli/ichrisbirch ${name} db ${command} ${isProduction ? `--confirm ${name}` : '--yes'}`,
    exitCode: 2,
  })
}
