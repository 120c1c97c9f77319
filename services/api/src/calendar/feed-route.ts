import { createHash } from 'node:crypto'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import { readFeed } from '@ichrisbirch/db/event-feeds'
import { listEvents } from '@ichrisbirch/db/events'
import type { FastifyInstance } from 'fastify'
import { hashOf, toEvent } from '../features/events.ts'
import type { RateLimits } from '../rate-limits.ts'
import { notFound } from '../refusal.ts'
import { writeFeed } from './feed.ts'

/** A calendar shows what was in the last year and what is to come. */
const DAYS_BACK = 366
const MOST_EVENTS = 10_000

/** Where the secret addresses are. What comes after is in no log of ours. */
export const FEED_PATH = '/calendar/'

/** The feed: a program asks for it, without cookie or key. The address itself is the secret. */
export function feedRoute(app: FastifyInstance, { db, limits }: { db: OpenDatabase['db']; limits: RateLimits }): void {
  app.get(`${FEED_PATH}:file`, {
    schema: { summary: 'A calendar to subscribe to, by its secret address (ICS)', tags: ['events'], security: [] },
    handler: async (request, reply) => {
      const { file } = request.params as { file: string }
      const token = /^([\w-]{43})\.ics$/.exec(file)?.[1]
      await limits.check('failedFeedsOfAddress', request.ip)
      const owner = token === undefined ? undefined : await readFeed(db, hashOf(token))
      if (!owner) {
        await limits.count('failedFeedsOfAddress', request.ip)
        throw notFound('calendar')
      }
      await limits.count('readsOfFeed', owner.id)
      const since = new Date(Date.now() - DAYS_BACK * 86_400_000).toISOString()
      const list = await listEvents(db, owner.id, {
        status: 'current',
        order: 'soonest',
        from: { instant: since, day: since },
        limit: MOST_EVENTS,
      })
      const body = writeFeed(owner.name, list.map(toEvent))
      const tag = `"${createHash('sha256').update(body).digest('base64url')}"`
      reply.header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send()
      return reply.type('text/calendar; charset=utf-8').send(body)
    },
  })
}
