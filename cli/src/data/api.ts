import { VIA_HEADER } from '@ichrisbirch/contract/activity'
import { type Client, createClient } from '@ichrisbirch/contract/client'
import { Failure } from '../failure.ts'
import { readCredentials } from './credentials.ts'
import type { House } from './houses.ts'

/** A client of the house's API that asks as the person who has signed in. */
export function openHouse(house: House, signal: AbortSignal): Client {
  return createClient({ url: house.url, headers: { 'x-api-key': keyFor(house), [VIA_HEADER]: 'terminal' }, signal })
}

/** @throws Failure when nobody has signed in there. */
export function keyFor(house: House): string {
  const credential = readCredentials()[house.id]
  if (!credential) throw notSignedIn(house)
  return credential.key
}

/** What the API refused, in the one form of our messages. */
export function apiFailure(error: unknown, house: House): unknown {
  const { code, fields, message } = error as { code?: string; fields?: Record<string, string>; message: string }
  if (!(error instanceof Error) || error.name !== 'ApiError') return error
  if (code === 'not_signed_in') return notSignedIn(house, 'the house does not know this key any more')
  if (code === 'unavailable') {
    return new Failure(`${house.title} does not answer`, {
      reason: `${house.url}: ${message}`,
      suggestion: house.id.startsWith('http')
        ? 'check that it runs, and your connection'
        : `./cli/ichrisbirch ${house.title} status`,
      cause: error,
    })
  }
  const details = Object.entries(fields ?? {}).map(([field, reason]) => `${field}: ${reason}`)
  return new Failure(message, {
    details,
    ...suggestionOf(code),
    exitCode: code === 'invalid_input' ? 2 : 1,
    cause: error,
  })
}

function suggestionOf(code: string | undefined): { suggestion?: string } {
  if (code === 'not_found') return { suggestion: 'list again: it may have been deleted' }
  if (code === 'wrong_credentials') return { suggestion: 'type them again; nothing was kept' }
  if (code === 'too_many_requests') return { suggestion: 'wait, then try again' }
  if (code === 'internal_error') return { suggestion: 'try again; the log of the house’s api says why' }
  return {}
}

function notSignedIn(house: House, reason?: string): Failure {
  return new Failure(`You are not signed in to ${house.title}`, {
    ...(reason !== undefined && { reason }),
    suggestion: `./cli/ichrisbirch sign-in ${house.flags}`,
  })
}
