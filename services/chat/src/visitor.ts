import type { Account } from '@ichrisbirch/contract/account'
import { VIA_HEADER } from '@ichrisbirch/contract/activity'
import { type Client, createClient } from '@ichrisbirch/contract/client'
import type { FastifyRequest } from 'fastify'

/** The person who asks: what they may do is decided by the API, with their own cookie. */
export interface Visitor {
  account: Account
  client: Client
}

/** Shorter than the client's own limit: a page that waits says so within ten seconds. */
const API_TIMEOUT = 5000

export function clientOf(request: FastifyRequest, apiUrl: string): Client {
  return createClient({
    url: apiUrl,
    headers: { cookie: request.headers.cookie ?? '', 'x-request-id': request.id, [VIA_HEADER]: 'chat' },
    timeout: API_TIMEOUT,
  })
}

/** @throws ApiError `not_signed_in` */
export async function visitorOf(request: FastifyRequest, apiUrl: string): Promise<Visitor> {
  const client = clientOf(request, apiUrl)
  return { account: await client.getAccount(), client }
}
