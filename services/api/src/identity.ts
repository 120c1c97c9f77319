import { createHmac, timingSafeEqual } from 'node:crypto'
import { VIA_HEADER, type Via } from '@ichrisbirch/contract/activity'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import { findOwner, type Owner, prepareFindOwnerBySession } from '@ichrisbirch/db/users'
import type { FastifyRequest } from 'fastify'
import type { Auth } from './auth.ts'
import type { ApiConfig } from './config.ts'
import { Refusal } from './refusal.ts'

const NOT_SIGNED_IN = 'Sign in, or send an API key in the header x-api-key.'

/**
 * Says who is asking: by session cookie or API key.
 * The cookie is read here rather than by better-auth because every request passes: one prepared query instead of two
 * built ones halves its cost. The format is better-auth's: token, dot, base64 of HMAC-SHA256 with the secret.
 */
export async function createIdentify(
  auth: Auth,
  db: OpenDatabase['db'],
  config: ApiConfig,
): Promise<(request: FastifyRequest) => Promise<Owner>> {
  const cookieName = (await auth.$context).authCookies.sessionToken.name
  const findBySession = prepareFindOwnerBySession(db)
  const origins = new Set([config.API_ORIGIN, config.APP_ORIGIN, config.CHAT_ORIGIN])

  return async (request) => {
    const key = apiKeyOf(request)
    const owner = key === undefined ? await ownerOfCookie(request) : await ownerOfKey(auth, db, key)
    if (!owner) throw new Refusal('not_signed_in', NOT_SIGNED_IN)
    return owner
  }

  async function ownerOfCookie(request: FastifyRequest): Promise<Owner | undefined> {
    const token = readSessionToken(request.headers.cookie, cookieName, config.AUTH_SECRET)
    if (!token) return undefined
    refuseForeignOrigin(request, origins)
    return findBySession(token)
  }
}

/** A request with a key asks as the key's owner, whatever cookie comes with it. */
export function apiKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['x-api-key']
  return typeof key === 'string' ? key.slice(0, 200) : undefined
}

/** Which program asks. It is believed: it decides what a person's own activity says, and nothing else. */
export function viaOf(request: FastifyRequest): Via {
  const said = request.headers[VIA_HEADER]
  if (said === 'chat' || said === 'terminal') return said
  return apiKeyOf(request) === undefined ? 'app' : 'key'
}

async function ownerOfKey(auth: Auth, db: OpenDatabase['db'], key: string): Promise<Owner | undefined> {
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
  return valid && found ? findOwner(db, found.referenceId) : undefined
}

/** A browser sends the cookie with forms of other sites too, but names the site. */
function refuseForeignOrigin(request: FastifyRequest, origins: Set<string>): void {
  const { origin } = request.headers
  if (origin && !origins.has(origin) && request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Refusal('forbidden', 'The request comes from another site.')
  }
}

function readSessionToken(cookies: string | undefined, name: string, secret: string): string | undefined {
  const start = cookies?.split('; ').find((cookie) => cookie.startsWith(`${name}=`))
  if (!start) return undefined
  const value = decode(start.slice(name.length + 1))
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1))
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'))
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not a cookie of ours: nobody is signed in by it.
    return ''
  }
}
