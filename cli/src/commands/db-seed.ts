import type { Context } from '../context.ts'
import { type DatabaseFlags, withHouse } from '../database/house.ts'
import { number, showProgress } from '../database/progress.ts'
import { environments, type Stack } from '../environments.ts'
import { usageFailure } from '../failure.ts'

export type SeedFlags = DatabaseFlags & {
  tasks: string
  others: string
  seed: string
  account?: string
  today?: string
}

/** An account with a life in it, to try things with: the same numbers give the same rows. */
export async function dbSeed(stack: Stack, flags: SeedFlags, context: Context): Promise<void> {
  if (environments[stack.environment].target === 'production') {
    throw usageFailure(
      'Production is never seeded: everybody knows the password of a seeded account',
      'use another environment: ./cli/ichrisbirch dev db seed',
    )
  }
  const tasks = wholeNumber(flags.tasks, '--tasks')
  const others = wholeNumber(flags.others, '--others')
  const seedNumber = wholeNumber(flags.seed, '--seed')
  const email = flags.account ?? `seed-${seedNumber}@example.org`
  const today = flags.today ?? new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(today)) throw usageFailure(`'${today}' is no day`, 'for example: --today 2026-11-23')
  await withHouse(stack, flags, context, async ({ server }) => {
    const { seed, SEED_PASSWORD } = await import('@ichrisbirch/db/seed')
    const onProgress = showProgress(context, 'seed')
    await seed(server, { tasks, others, seed: seedNumber, today, email, signal: context.signal, onProgress })
    context.progress.say(
      `${email} has ${number(tasks)} tasks and ${number(others)} of everything else; sign in with the password "${SEED_PASSWORD}"`,
    )
  })
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < 0)
    throw usageFailure(`'${text}' is no number for ${option}`, `for example: ${option} 1000`)
  return value
}
