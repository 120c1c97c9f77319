import type { Answer, Checked, Endpoint, EndpointTable } from '@ichrisbirch/contract/endpoint'
import { writeVia } from '@ichrisbirch/db/activity-via'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodType } from 'zod'
import { bytesBody, sendFile } from './bytes.ts'
import { apiKeyOf, viaOf } from './identity.ts'
import { notFound, Refusal } from './refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, in routes of endpoint tables. */
    owner: Owner | null
  }
}

/** What a handler gets: checked input, who asks, with which API key if with one, and the database. */
type Context<Of extends Endpoint> = Checked<Of> & { owner: Owner; apiKey: string | undefined; db: OpenDatabase['db'] }

/** One handler for each endpoint of a table: a missing or a misspelt one does not compile. */
export type Handlers<Table extends EndpointTable> = {
  [Name in keyof Table]: (context: Context<Table[Name]>) => Promise<Answer<Table[Name]>>
}

export interface RouteOptions {
  /** Groups the endpoints in the OpenAPI document. */
  tag: string
  db: OpenDatabase['db']
  /** Who is asking, or a refusal. */
  identify: (request: FastifyRequest) => Promise<Owner>
}

const NOBODY: Owner = {
  id: '',
  email: '',
  name: '',
  admin: false,
  timeZone: 'UTC',
  dayStartHour: 0,
  theme: 'system',
  accentHue: 250,
  digest: 'none',
}

/** Makes the routes of an endpoint table. */
export function implement<Table extends EndpointTable>(
  app: FastifyInstance,
  table: Table,
  options: RouteOptions,
  handlers: Handlers<Table>,
): void {
  for (const [name, endpoint] of Object.entries(table)) {
    const handle = handlers[name] as (context: unknown) => Promise<unknown>
    const { consumes, bodyLimit = endpoint.bodyLimit } = bytesBody(endpoint.body)
    app.route({
      ...(bodyLimit !== undefined && { bodyLimit }),
      method: endpoint.method,
      url: endpoint.path,
      schema: { ...schemaOf(name, endpoint, options.tag), ...(consumes && { consumes }) },
      // Before the input is looked at: a stranger learns nothing of what it should be.
      onRequest: async (request) => {
        request.owner = endpoint.who === 'anyone' ? NOBODY : await options.identify(request)
        // What only the admin has does not exist for anyone else.
        if (endpoint.who === 'admin' && !request.owner.admin) throw notFound('address')
        if (endpoint.who === 'key' && apiKeyOf(request) === undefined)
          throw new Refusal('forbidden', 'This is for an API key; a session ends with POST /auth/sign-out.')
      },
      handler: async (request, reply) => {
        const { params, query, body, owner } = request
        const ask = (db: OpenDatabase['db']) => handle({ params, query, body, owner, apiKey: apiKeyOf(request), db })
        const via = endpoint.method === 'GET' ? 'app' : viaOf(request)
        const answer = await (via === 'app' ? ask(options.db) : writeVia(options.db, via, ask))
        reply.code(endpoint.status)
        return answer instanceof File ? sendFile(request, reply, answer) : answer
      },
    })
  }
}

function schemaOf(name: string, endpoint: Endpoint, tag: string): Record<string, unknown> {
  const response = endpoint.answer ? { [endpoint.status]: endpoint.answer } : undefined
  const part = (key: string, schema: ZodType | undefined) => (schema ? { [key]: schema } : {})
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [tag],
    ...(endpoint.who === 'anyone' && { security: [] }),
    ...part('params', endpoint.params),
    ...part('querystring', endpoint.query),
    ...part('body', endpoint.body),
    ...(response && { response }),
  }
}
