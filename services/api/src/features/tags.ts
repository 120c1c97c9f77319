import { tags } from '@ichrisbirch/contract/tags'
import * as rows from '@ichrisbirch/db/tags'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function tagsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, tags, options, {
    async listTags({ owner, db }) {
      return { items: await rows.listTags(db, owner.id) }
    },

    async listTagged({ owner, db, params: { name }, query: { limit, after, kind } }) {
      const page = { name, kind, limit: limit + 1, after: readPageKey(after, 'instant') }
      const tag = found(await rows.findTag(db, owner.id, name), 'tag')
      const items = await rows.listTagged(db, owner.id, page)
      return { ...toPage(items, limit, ({ createdAt }) => createdAt), tag }
    },

    async renameTag({ owner, db, params: { name }, body }) {
      const tag = found(await rows.findTag(db, owner.id, name), 'tag')
      if (body.name === name) return tag
      await rows.renameTag(db, owner.id, name, body.name)
      return found(await rows.findTag(db, owner.id, body.name), 'tag')
    },
  })
}
