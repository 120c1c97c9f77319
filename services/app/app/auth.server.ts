import type { Account } from '@ichrisbirch/contract/account'
import { ApiError, createClient } from '@ichrisbirch/contract/client'
import { isTimeZone } from '@ichrisbirch/contract/days'
import { Problem } from '@ichrisbirch/contract/problems'
import type { AppConfig } from '../src/config.ts'
import type { Visit } from './visit.server.ts'

interface AuthAnswer<Body> {
  body: Body
  /** Set-Cookie headers for the browser. */
  cookies: string[]
}

/**
 * Asks one of better-auth's own endpoints, which are not in the contract's table.
 * @throws ApiError
 */
export async function askAuth<Body>(
  visit: Visit,
  method: 'GET' | 'POST',
  path: string,
  body?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<AuthAnswer<Body>> {
  const response = await fetch(new URL(`/auth/${path}`, visit.config.API_URL), {
    method,
    headers: {
      ...visit.headers,
      ...headers,
      origin: visit.config.APP_ORIGIN,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    signal: AbortSignal.timeout(10_000),
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  }).catch((error: unknown) => {
    throw unavailable(error)
  })
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw unavailable(error)
  })
  if (response.ok) return { body: answer as Body, cookies: response.headers.getSetCookie() }
  const problem = Problem.safeParse(answer)
  throw problem.success ? new ApiError(problem.data) : unavailable(answer)
}

/** Headers that hand the API's cookies on to the browser. */
export function passOnCookies(cookies: string[]): Headers {
  return new Headers(cookies.map((cookie) => ['set-cookie', cookie]))
}

/** Gives a new account the time zone of its browser: until a person chose one, it is UTC. */
export async function adoptTimeZone(visit: Visit, cookies: string[], timeZone: string): Promise<void> {
  if (!timeZone || timeZone === 'UTC' || !isTimeZone(timeZone)) return
  const cookie = cookies.map((entry) => entry.split(';')[0]).join('; ')
  const api = createClient({ url: visit.config.API_URL, headers: { ...visit.headers, cookie } })
  const account: Account = await api.getAccount()
  if (account.timeZone === 'UTC') await api.changeAccount({ body: { timeZone } })
}

/** Where to go after signing in (`?next=`): a page of ours or of the chat, never another site. */
export function addressAfterSignIn(request: Request, config: AppConfig): string {
  const next = new URL(request.url).searchParams.get('next') ?? '/'
  if (/^\/(?![/\\])/.test(next)) return next
  return URL.canParse(next) && new URL(next).origin === new URL(config.CHAT_ORIGIN).origin ? next : '/'
}

function unavailable(cause: unknown): ApiError {
  return new ApiError(
    { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable', detail: 'The API does not answer.' },
    { cause },
  )
}
