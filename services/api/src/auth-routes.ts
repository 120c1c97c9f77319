import { isAnyoneHere } from '@ichrisbirch/db/users'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Auth, CLIENT_ADDRESS_HEADER } from './auth.ts'
import { problemOf } from './error-handler.ts'
import type { RateLimits } from './rate-limits.ts'
import { Refusal } from './refusal.ts'
import type { SignUp } from './sign-up.ts'

/** better-auth has many endpoints; these are ours. The rest stays closed until something needs it. */
const ENDPOINTS = {
  POST: [
    'sign-up/email',
    'sign-in/email',
    'sign-out',
    'change-password',
    'revoke-session',
    'revoke-sessions',
    'revoke-other-sessions',
    'api-key/create',
    'api-key/delete',
  ],
  GET: ['get-session', 'list-sessions', 'api-key/list'],
} as const

export interface AuthRoutesOptions {
  auth: Auth
  db: OpenDatabase['db']
  limits: RateLimits
  signUp: SignUp
  /** The API's own public origin. */
  origin: string
}

/** Passes requests on to better-auth, with our limits before and problem documents after. */
export function authRoutes(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { auth, limits, signUp, db } = options
  const passOn = (request: FastifyRequest) => auth.handler(toWebRequest(request, options.origin))

  for (const [method, paths] of Object.entries(ENDPOINTS)) {
    for (const path of paths) {
      const handler = {
        'sign-in/email': signIn,
        'sign-up/email': register,
      }[path as string]
      app.route({
        method,
        url: `/auth/${path}`,
        schema: { hide: true },
        handler: async (request, reply) => answer(request, reply, await (handler ?? passOn)(request)),
      })
    }
  }

  async function signIn(request: FastifyRequest): Promise<Response> {
    const account = emailOf(request)
    await limits.check('failedSignInsOfAccount', account)
    await limits.check('failedSignInsOfAddress', request.ip)
    const response = await passOn(request)
    if (response.status === 401) {
      request.log.warn({ address: request.ip }, 'sign-in failed')
      await limits.count('failedSignInsOfAccount', account)
      await limits.count('failedSignInsOfAddress', request.ip)
    }
    return response
  }

  async function register(request: FastifyRequest): Promise<Response> {
    await limits.count('signUpsOfAddress', request.ip)
    const code = request.headers['x-sign-up-code']
    await signUp.permit(typeof code === 'string' ? code : undefined)
    const wasEmpty = !(await isAnyoneHere(db))
    const response = await passOn(request)
    // Of two first sign-ups at once the database let one be the admin. Where sign-up is open, the other comes second.
    const lostRace = !response.ok && wasEmpty && (await signUp.state()) === 'open' && (await isAnyoneHere(db))
    return lostRace ? passOn(request) : response
  }
}

function emailOf(request: FastifyRequest): string {
  const { email } = (request.body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : ''
}

function toWebRequest(request: FastifyRequest, origin: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !['content-length', 'transfer-encoding', 'connection'].includes(name)) {
      headers.set(name, value)
    }
  }
  // Every browser names the origin of a POST. Without one it is a program, which no other site can send here.
  if (!headers.has('origin')) headers.set('origin', origin)
  headers.set(CLIENT_ADDRESS_HEADER, request.ip)
  const url = new URL(request.url, 'http://api')
  const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : undefined
  return new Request(url, { method: request.method, headers, ...(body !== undefined && { body }) })
}

async function answer(request: FastifyRequest, reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status)
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
  const text = await response.text()
  if (response.ok) return reply.type('application/json').send(text || '{}')
  const problem = problemOf(toRefusal(response.status, text), request.id)
  reply.code(problem.status)
  return reply.type('application/problem+json').send(JSON.stringify({ ...problem, message: problem.detail }))
}

function toRefusal(status: number, text: string): Refusal {
  const message = messageOf(text)
  if (status === 401) return new Refusal('wrong_credentials', message ?? 'E-mail or password is wrong.')
  if (status === 403) return new Refusal('forbidden', message ?? 'That is not allowed.')
  if (status === 404) return new Refusal('not_found', message ?? 'There is no such thing.')
  if (status < 500) return new Refusal('invalid_input', message ?? 'Some fields cannot be used.')
  return new Refusal(
    'internal_error',
    'Something went wrong on our side. The log has the details under the request id.',
  )
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message : undefined
  } catch {
    // better-auth answers some errors without a body: the caller has words of its own for those.
    return undefined
  }
}
