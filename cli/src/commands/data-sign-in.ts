import { hostname, userInfo } from 'node:os'
import type { Context } from '../context.ts'
import { ask, askSecret } from '../data/ask.ts'
import { credentialsFile, keepCredential, readCredentials } from '../data/credentials.ts'
import { findHouse, type House, type HouseFlags } from '../data/houses.ts'
import { apiFailure } from '../data/api.ts'
import { Failure, usageFailure } from '../failure.ts'

export type SignInFlags = HouseFlags & { email?: string }

/** Makes an API key of this person in a house, and keeps it for the commands that read and write data. */
export async function signIn(flags: SignInFlags, context: Context): Promise<void> {
  const house = await findHouse(flags, context)
  const { [house.id]: old } = readCredentials()
  const { email, cookie } = await openSession(house, flags.email, context)
  try {
    const name = `terminal of ${userInfo().username}@${hostname()}`.slice(0, 32)
    const made = await post(house, 'api-key/create', { name }, context, cookie)
    const { id, key } = made.answer as { id: string; key: string }
    keepCredential(house.id, { url: house.url, email, key, keyId: id })
    // The one that it replaces has no use any more. An owner may have removed it already.
    if (old) await post(house, 'api-key/delete', { keyId: old.keyId }, context, cookie).catch(ignoreUnknownKey)
  } finally {
    await post(house, 'sign-out', {}, context, cookie)
  }
  context.progress.say(`Signed in to ${house.title} as ${email}; the key is in ${credentialsFile()}`)
}

/** Revokes the key in the house and forgets it here. The house asks for the password: a key cannot end a key. */
export async function signOut(flags: SignInFlags, context: Context): Promise<void> {
  const house = await findHouse(flags, context)
  const { [house.id]: known } = readCredentials()
  if (!known) return context.progress.say(`You are not signed in to ${house.title}`)
  const { cookie } = await openSession(house, known.email, context)
  try {
    await post(house, 'api-key/delete', { keyId: known.keyId }, context, cookie).catch(ignoreUnknownKey)
  } finally {
    await post(house, 'sign-out', {}, context, cookie)
  }
  keepCredential(house.id, undefined)
  context.progress.say(`Signed out of ${house.title}; its key is revoked`)
}

async function openSession(
  house: House,
  known: string | undefined,
  context: Context,
): Promise<{ email: string; cookie: string }> {
  const email = known ?? (await ask(`E-mail at ${house.title}: `, context.signal))
  const password = await askSecret(`Password of ${email}: `, context.signal)
  if (!email.trim() || !password) {
    throw usageFailure(
      'Without an e-mail and a password nobody can be signed in',
      'type them, or give the password as a line on standard input, with --email',
    )
  }
  const { response } = await post(house, 'sign-in/email', { email: email.trim(), password }, context)
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return { email: email.trim(), cookie: cookie.join('; ') }
}

async function post(
  house: House,
  path: string,
  body: unknown,
  context: Context,
  cookie?: string,
): Promise<{ response: Response; answer: unknown }> {
  const { ApiError } = await import('@ichrisbirch/contract/client')
  const { Problem } = await import('@ichrisbirch/contract/problems')
  const response = await fetch(`${house.url}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
    body: JSON.stringify(body),
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(15_000)]),
  }).catch((error: unknown) => {
    if (context.signal.aborted) throw error
    throw new Failure(`${house.title} does not answer`, {
      reason: `${house.url}: ${(error as Error).message}`,
      suggestion: house.id.startsWith('http') ? 'check the address' : `./cli/ichrisbirch ${house.title} status`,
      cause: error,
    })
  })
  const answer: unknown = await response.json().catch(() => ({})) // a proxy's page is no answer either
  if (response.ok) return { response, answer }
  const problem = Problem.safeParse(answer)
  if (problem.success) throw apiFailure(new ApiError(problem.data), house)
  throw new Failure(`${house.title} answered ${response.status}`, { suggestion: 'try again later' })
}

function ignoreUnknownKey(error: unknown): void {
  const { code } = ((error as Failure).cause ?? {}) as { code?: string }
  if (code !== 'not_found') throw error
}
