import { chmodSync, statSync } from 'node:fs'
import { credentialsFile } from '../data/credentials.ts'
import { type Finding, ok, problem } from './check.ts'

/** The API keys of the terminal are closed to others. */
export function checkCredentials(): Finding[] {
  const file = credentialsFile()
  const status = statSync(file, { throwIfNoEntry: false })
  if (!status) return []
  if (!(status.mode & 0o077)) return [ok('your API keys are closed to others')]
  return [
    problem(
      `others can read your API keys in ${file}`,
      `chmod 600 ${file}, then ./cli/ichrisbirch sign-in again`,
      () => {
        chmodSync(file, 0o600)
        return `closed ${file}; sign in again, the old key may be known`
      },
    ),
  ]
}
