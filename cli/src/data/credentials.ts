import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

/** How this person signs in to one house from the terminal. */
export type Credential = { url: string; email: string; key: string }

/** By house: `https://api.example.org`, or `<checkout>#dev` for an environment, whose port may change. */
type Credentials = Record<string, Credential>

export const credentialsFile = () =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'ichrisbirch', 'houses.json')

/** @throws Failure when others can read the file: what is in it must then be taken for known. */
export function readCredentials(): Credentials {
  const file = credentialsFile()
  const status = statSync(file, { throwIfNoEntry: false })
  if (!status) return {}
  if (status.mode & 0o077) {
    throw new Failure('Other users of this machine can read your API keys', {
      reason: `${file} has mode ${(status.mode & 0o777).toString(8)}`,
      suggestion: `chmod 600 ${file}, then make new keys: ./cli/ichrisbirch sign-in`,
    })
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Failure('The file of your API keys is damaged', {
      reason: `${file} is not JSON`,
      suggestion: `remove it, then sign in again: rm ${file}`,
      cause: error,
    })
  }
}

/** Keeps a credential, or forgets it (undefined). */
export function keepCredential(house: string, credential: Credential | undefined): void {
  const { [house]: _, ...others } = readCredentials()
  const file = credentialsFile()
  const kept = credential ? { ...others, [house]: credential } : others
  if (Object.keys(kept).length === 0) return rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // A new file, renamed into place: the mode of an old one would stay, and a reader never meets half of it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(kept, null, 1)}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
}
