import type { ServerResponse } from 'node:http'
import type { Changes } from '@ichrisbirch/db/changes'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { RouteOptions } from '../routes.ts'

/** Keeps proxies from ending a stream on which nothing happens. */
const HEARTBEAT_MS = 25_000
/** Then the listener asks anew: a session that has ended must not be told for ever. */
const LONGEST_MS = 10 * 60_000
const MOST_STREAMS = 20

/**
 * A stream of server-sent events (HTML living standard, 9.2) that names each table of the person in which something
 * changed, whoever changed it. Not in the endpoint tables: it has no end.
 */
export function changesRoutes(
  app: FastifyInstance,
  { identify, tag }: RouteOptions,
  changes: Changes | undefined,
): void {
  const streams = new Map<ServerResponse, string>()
  app.addHook('preClose', async () => {
    for (const stream of streams.keys()) stream.end()
  })

  app.get('/changes/', {
    schema: {
      tags: [tag],
      summary: 'Server-sent events: `change` with the table, as it happens',
      operationId: 'listChanges',
    },
    logLevel: 'warn',
    onRequest: async (request) => {
      request.owner = await identify(request)
    },
    handler: async (request, reply) => {
      const { owner } = request
      if (!owner || !changes) throw new Refusal('unavailable', 'This house tells of no changes.')
      if ([...streams.values()].filter((id) => id === owner.id).length >= MOST_STREAMS)
        throw new Refusal('too_many_requests', 'You listen in too many places at once.')
      const stream = reply.raw
      const unsubscribe = await changes.subscribe(owner.id, (table) =>
        stream.write(`event: change\ndata: ${table}\n\n`),
      )
      reply.hijack()
      const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
      stream.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers })
      stream.write(': listening\n\n')
      streams.set(stream, owner.id)
      const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS)
      const last = setTimeout(() => stream.end(), LONGEST_MS)
      stream.once('close', () => {
        unsubscribe()
        clearInterval(heartbeat)
        clearTimeout(last)
        streams.delete(stream)
      })
    },
  })
}
