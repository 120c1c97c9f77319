import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Stack } from './environments.ts'
import { makeSecrets, ownersSecrets, randomSecretLength } from './secrets.ts'

/** What is wrong with one secret, or with where they are kept. */
export type SecretFault = {
  secret: string
  /** What is said of it: `is missing`. */
  fault: string
  fix: string
  /** What can be done about it without a person, and without replacing one that somebody knows. */
  repair?: () => unknown
}

/**
 * What is wrong with the secrets of an environment: missing, weak, the same as in another environment, or readable by
 * others. An environment that was never started has none, and nothing is wrong with that.
 * @param names those that the compose files ask for.
 */
export function checkSecrets(stack: Stack, names: string[]): SecretFault[] {
  const folder = folderOf(stack)
  if (!existsSync(folder)) return []
  const self = `./cli/ichrisbirch ${stack.name} secrets`
  const faults = names.flatMap((name) => checkSecret(stack, name, self))
  const { mode } = statSync(folder)
  if (mode & 0o077) {
    faults.push({
      secret: 'folder',
      fault: `can be looked into by other users of this machine: ${folder} has mode ${(mode & 0o777).toString(8)}`,
      fix: `chmod 700 ${folder}`,
      repair: () => chmodSync(folder, 0o700),
    })
  }
  return faults
}

function checkSecret(stack: Stack, name: string, self: string): SecretFault[] {
  const file = join(folderOf(stack), name)
  if (!existsSync(file)) {
    const make = { repair: () => makeSecrets({ [name]: { file } }) }
    // The others learn of a new one at the next start; the superuser's is in the database, and in no other place.
    return [{ secret: name, fault: 'is missing', fix: `${self} init`, ...(name !== 'postgres_password' && make) }]
  }
  const value = readFileSync(file, 'utf8').trim()
  if (ownersSecrets.has(name)) return []
  const weakness = weaknessOf(value)
  if (weakness) return [{ secret: name, fault: weakness, fix: `${self} rotate ${name}` }]
  const twin = environmentWith(stack, name, value)
  return twin ? [{ secret: name, fault: `is the same as in ${twin}`, fix: `${self} rotate ${name}` }] : []
}

/** Ours are 32 random bytes; a person's own may be as long, but not shorter or of few characters. */
function weaknessOf(value: string): string | undefined {
  if (value === '') return 'is empty'
  if (value.length < randomSecretLength - 11) return `is short (${value.length} characters)`
  return new Set(value).size < 12 ? 'is made of few characters' : undefined
}

function environmentWith(stack: Stack, name: string, value: string): string | undefined {
  const all = dirname(stack.stateDirectory)
  return readdirSync(all)
    .filter((other) => join(all, other) !== stack.stateDirectory && !other.startsWith('test-'))
    .find((other) => {
      const file = join(all, other, 'secrets', name)
      return existsSync(file) && readFileSync(file, 'utf8').trim() === value
    })
}

const folderOf = (stack: Stack) => join(stack.stateDirectory, 'secrets')
