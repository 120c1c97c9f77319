import { highlights } from '@ichrisbirch/contract/highlights'
import { findArticle } from '@ichrisbirch/db/articles'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/highlights'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function highlightsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, highlights, options, {
    async listHighlights({ owner, db, query: { limit, after } }) {
      const items = await rows.listHighlights(db, owner.id, { limit: limit + 1, after: readPageKey(after, 'instant') })
      return toPage(items, limit, ({ createdAt }) => createdAt)
    },

    async listArticleHighlights({ owner, db, params }) {
      await articleOf(db, owner, params.id)
      return { items: await rows.listArticleHighlights(db, owner.id, [params.id]) }
    },

    async createHighlight({ owner, db, params, body }) {
      await articleOf(db, owner, params.id)
      const highlight = { ...body, id: body.id ?? newId(), articleId: params.id }
      const made = await rows.insertHighlight(db, owner.id, highlight)
      if (made) return made
      const there = await rows.findHighlight(db, owner.id, highlight.id)
      const isSame = there?.articleId === params.id && there.quote === body.quote && there.position === body.position
      if (!there || !isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
      return there
    },

    async getHighlight({ owner, db, params }) {
      return found(await rows.findHighlight(db, owner.id, params.id), 'highlight')
    },

    async changeHighlight({ owner, db, params, body }) {
      return found(await rows.changeHighlight(db, owner.id, params.id, body.note), 'highlight')
    },

    async deleteHighlight({ owner, db, params }) {
      found(await rows.setHighlightState(db, owner.id, params.id, 'deleted'), 'highlight')
      return undefined
    },

    async restoreHighlight({ owner, db, params }) {
      const back = await rows.setHighlightState(db, owner.id, params.id, 'restored')
      const highlight = back ?? found(await rows.findHighlight(db, owner.id, params.id), 'highlight')
      if (highlight.deletedAt) throw notFound('highlight')
      return highlight
    },
  })
}

async function articleOf(db: Database, owner: Owner, id: string): Promise<void> {
  const article = found(await findArticle(db, owner.id, id), 'article')
  if (article.deletedAt) throw notFound('article')
}
