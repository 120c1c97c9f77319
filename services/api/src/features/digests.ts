import { type Digest, digests } from '@ichrisbirch/contract/digests'
import * as rows from '@ichrisbirch/db/digests'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function digestsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, digests, options, {
    async listDigests({ owner, db, query: { limit, after } }) {
      const key = readPageKey(after, 'day')
      const list = await rows.listDigests(db, owner.id, { limit: limit + 1, after: key?.value })
      const { items, next } = toPage(list, limit, (digest) => digest.day)
      return { items: items.map(flat), next }
    },

    async getDigest({ owner, db, params }) {
      return flat(found(await rows.findDigest(db, owner.id, params.id), 'digest'))
    },
  })
}

function flat({ content, ...digest }: rows.DigestRow): Digest {
  return { ...digest, ...content }
}
