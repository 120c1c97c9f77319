import type { Context } from '../context.ts'
import { Failure, interrupted } from '../failure.ts'
import type { House } from './house.ts'

const suggestions: Record<string, string> = {
  foreign: 'name a file that `db dump` or `db snapshot` wrote',
  cut: 'take another copy of it: this one was not written or copied to its end',
  damaged: 'take another copy of it, or an older dump',
  newer: 'update the checkout first: git pull, then rebuild',
  different: 'take an older dump, and report this one: its bytes are whole, its rows are not',
  'no sign-in': 'take an older dump',
  locked: 'give the key that it was encrypted with',
  taken: 'choose another name; --force replaces a file',
}

/** What the database's package throws, as a message with a next step. Nothing of ours is loaded for that. */
export function toFailure(error: unknown, house: House, context: Context): unknown {
  if (error === process.stdout.errored) return error // main.ts tells it
  if (context.signal.aborted) return interrupted('the house is as it was')
  if (!(error instanceof Error) || error instanceof Failure) return error
  const code = (error as Error & { code?: string }).code ?? ''
  const name = house.stack.name
  if (error.name === 'DumpFault')
    return new Failure(error.message, { suggestion: suggestions[code] ?? '', cause: error })
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || /terminated unexpectedly/.test(error.message)) {
    return new Failure(`The database of ${name} went away`, {
      reason: error.message,
      suggestion: `see why: ./cli/ichrisbirch ${name} logs postgres`,
      cause: error,
    })
  }
  if (code === '28P01') {
    return new Failure(`The database of ${name} refuses the password`, {
      reason: 'its secret file was changed after the database was made',
      suggestion: `put the old file back: ${house.stack.stateDirectory}/secrets/postgres_password`,
      cause: error,
    })
  }
  if (code === 'ENOSPC') {
    return new Failure('The disk is full', {
      reason: `${error.message}; what was written is removed, and the house is as it was`,
      suggestion: 'free some space there, or name a file on another disk',
      cause: error,
    })
  }
  if (['ENOENT', 'ENOTDIR', 'EACCES', 'EROFS', 'EISDIR'].includes(code)) {
    return new Failure('The file cannot be used', {
      reason: error.message,
      suggestion: 'name another one, in a folder that is there and that you may write to',
      cause: error,
    })
  }
  if (code === '53100') {
    return new Failure('The disk of the database is full', {
      reason: error.message,
      suggestion: 'free some space, then run this again: a load needs room for a second house',
      cause: error,
    })
  }
  return error
}
