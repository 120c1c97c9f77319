import type { Logger } from '@ichrisbirch/runtime/log'
import type { FastifyInstance } from 'fastify'

/**
 * What changed, as it happens, for the visitor's pages: the API's stream under the app's own address. Here and not among
 * the pages, because a stream has no end of its own: when the app stops, it must end them.
 */
export function addLive(app: FastifyInstance, apiUrl: string, log: Logger): void {
  const stopping = new AbortController()
  app.addHook('preClose', async () => stopping.abort())

  app.get('/live', { logLevel: 'silent' }, async (request, reply) => {
    reply.hijack()
    const { raw } = reply
    const left = new AbortController()
    raw.once('close', () => left.abort())
    try {
      const answer = await fetch(new URL('/changes/', apiUrl), {
        headers: { cookie: request.headers.cookie ?? '' },
        signal: AbortSignal.any([stopping.signal, left.signal]),
      })
      raw.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      for await (const piece of answer.body ?? []) raw.write(piece)
    } catch (error) {
      // The visitor went, the app stops, or the API does: the page asks again.
      if (!stopping.signal.aborted && !left.signal.aborted) log.warn({ err: error }, 'the changes cannot be told')
      if (!raw.headersSent) raw.writeHead(503)
    }
    raw.end()
  })
}
