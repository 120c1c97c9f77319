import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkSecrets } from '../secrets-check.ts'
import { type Check, ok, problem } from './check.ts'

/** Missing, weak, shared between environments, or readable by others. */
export const checkSecretFiles: Check = ({ stack, model }) => {
  if (model instanceof Error) return []
  const names = Object.keys(model.secrets ?? {})
  if (!existsSync(join(stack.stateDirectory, 'secrets'))) return [ok('no secrets yet: the first start makes them')]
  const faults = checkSecrets(stack, names)
  if (faults.length === 0) return [ok(`${names.length} secrets are there, strong, and closed to others`)]
  return faults.map(({ secret, fault, fix, repair }) =>
    problem(
      `secret ${secret} ${fault}`,
      fix,
      repair &&
        (() => {
          repair()
          return `did the same as ${fix}`
        }),
    ),
  )
}
