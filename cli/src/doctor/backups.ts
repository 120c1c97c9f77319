import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { environments } from '../environments.ts'
import { type Check, ok, problem } from './check.ts'

const oldestDays = 7
const day = 86_400_000

/** The newest snapshot of a house whose data is kept is not old. */
export const checkBackups: Check = ({ stack }) => {
  const isKept = environments[stack.environment].target !== 'testing'
  const isUsed = existsSync(join(stack.stateDirectory, 'secrets'))
  if (!isKept || !isUsed) return []
  const folder = join(stack.stateDirectory, 'snapshots')
  const times = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.dump') && !name.startsWith('.'))
        .map((name) => statSync(join(folder, name)).mtimeMs)
    : []
  const fix = `./cli/ichrisbirch ${stack.name} db snapshot`
  if (times.length === 0) {
    // In development nothing of value need be there; in production it is what a person lives with.
    return stack.environment === 'prod'
      ? [problem('there is no backup of the database', fix)]
      : [ok('there is no snapshot of the database')]
  }
  const days = Math.floor((Date.now() - Math.max(...times)) / day)
  const age = days === 0 ? 'of today' : `${days} days old`
  if (stack.environment === 'prod' && days > oldestDays) return [problem(`the newest backup is ${age}`, fix)]
  return [ok(`the newest backup is ${age}`)]
}
