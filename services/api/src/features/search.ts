import { search } from '@ichrisbirch/contract/search'
import { searchEverything } from '@ichrisbirch/db/search'
import type { FastifyInstance } from 'fastify'
import { implement, type RouteOptions } from '../routes.ts'

export function searchRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, search, options, {
    async searchEverything({ owner, db, query: { q, kind, limit } }) {
      const words = q.match(/[\p{L}\p{N}]+/gu) ?? []
      return { items: words.length ? await searchEverything(db, owner.id, { words, kind, limit }) : [] }
    },
  })
}
