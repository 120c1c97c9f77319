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
    // The old one may be of another account: no session but its own could end it.
    if (old) await endKey(house, old.key, context)
    const name = `terminal of ${userInfo().username}@${hostname()}`.slice(0, 32)
    const made = await post(house, 'api-key/create', { name }, context, cookie)
    const { key } = made.answer as { key: string }
    try {
      keepCredential(house.id, { url: house.url, email, key })
    } catch (error) {
      await endKey(house, key, context)
      throw error
    }
  } finally {
    await post(house, 'sign-out', {}, context, cookie)
  }
  context.progress.say(`Signed in to ${house.title} as ${email}; the key is in ${credentialsFile()}`)
}

/** The key ends itself in the house, and is forgotten here only when it has ended: a key that nobody has any more
 * could not be ended by anybody. */
export async function signOut(flags: HouseFlags, context: Context): Promise<void> {
  const house = await findHouse(flags, context)
  const { [house.id]: known } = readCredentials()
  if (!known) return context.progress.say(`You are not signed in to ${house.title}`)
  const was = await endKey(house, known.key, context)
  keepCredential(house.id, undefined)
  context.progress.say(
    was === 'ended'
      ? `Signed out of ${house.title}; its key is revoked`
      : `Signed out: ${house.title} did not know the key any more`,
  )
}

/** @throws Failure when the house has not said that the key is over. */
async function endKey(house: House, key: string, context: Context): Promise<'ended' | 'unknown'> {
  const { createClient } = await import('@ichrisbirch/contract/client')
  try {
    await createClient({ url: house.url, headers: { 'x-api-key': key }, signal: context.signal }).deleteOwnKey()
    return 'ended'
  } catch (error) {
    if ((error as { code?: string }).code === 'not_signed_in') return 'unknown'
    if ((error as { code?: string }).code !== 'not_found') throw apiFailure(error, house)
    throw new Failure(`${house.title} is older than this tool, and a key cannot end itself there`, {
      suggestion: 'upgrade the house, then sign out again; or remove the key on its page Account, API keys',
      cause: error,
    })
  }
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
