import { articleImports } from '@ichrisbirch/contract/article-imports'
import * as rows from '@ichrisbirch/db/article-imports'
import { newId } from '@ichrisbirch/db/columns'
import { runSoon } from '@ichrisbirch/db/schedules'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

/** The scheduler's job that reads the files. */
const READER = 'article-imports'

export function articleImportsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, articleImports, options, {
    async listArticleImports({ owner, db, query: { limit, after } }) {
      const key = readPageKey(after, 'instant')
      const items = await rows.listArticleImports(db, owner.id, { limit: limit + 1, after: key?.id })
      return toPage(items, limit, ({ createdAt }) => createdAt)
    },

    async getArticleImport({ owner, db, params }) {
      return found(await rows.findArticleImport(db, owner.id, params.id), 'file')
    },

    async createArticleImport({ owner, db, body }) {
      const file = { ...body, content: body.content.replaceAll('\u0000', ''), id: body.id ?? newId() }
      const made = await rows.insertArticleImport(db, owner.id, file)
      const there = made ?? (await rows.findArticleImport(db, owner.id, file.id))
      if (there?.name !== file.name) throw new Refusal('id_taken', 'The id belongs to something else.')
      await runSoon(db, READER)
      return there
    },
  })
}
