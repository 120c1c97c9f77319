import { conversations } from '@ichrisbirch/contract/conversations'
import { newId } from '@ichrisbirch/db/columns'
import * as rows from '@ichrisbirch/db/conversations'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function conversationsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, conversations, options, {
    async listConversations({ owner, db, query: { limit, after } }) {
      const list = await rows.listConversations(db, owner.id, {
        limit: limit + 1,
        after: readPageKey(after, 'instant'),
      })
      return toPage(list, limit, (conversation) => conversation.updatedAt)
    },

    async createConversation({ owner, db, body }) {
      const conversation = { ...body, id: body.id ?? newId() }
      const made = await rows.insertConversation(db, owner.id, conversation)
      if (made) return made
      const there = await rows.findConversation(db, owner.id, conversation.id)
      if (there?.title !== body.title) throw new Refusal('id_taken', 'The id belongs to something else.')
      return there
    },

    async changeConversation({ owner, db, params, body }) {
      return found(await rows.renameConversation(db, owner.id, params.id, body.title), 'conversation')
    },

    async listMessages({ owner, db, params, query: { limit, after } }) {
      found(await rows.findConversation(db, owner.id, params.id), 'conversation')
      if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'is not the `next` of a page')
      const list = await rows.listMessages(db, owner.id, params.id, {
        limit: limit + 1,
        after: after === undefined ? undefined : Number(after),
      })
      const items = list.slice(0, limit)
      return { items, next: list.length > limit ? String(items.at(-1)?.sequence) : null }
    },

    async saveMessage({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        found(await rows.findConversation(tx, owner.id, params.id), 'conversation')
        return rows.saveMessage(tx, owner.id, params.id, body)
      })
    },

    async deleteConversation({ owner, db, params }) {
      found(await rows.setConversationState(db, owner.id, params.id, 'deleted'), 'conversation')
      return undefined
    },

    async restoreConversation({ owner, db, params }) {
      const back = await rows.setConversationState(db, owner.id, params.id, 'restored')
      return back ?? found(await rows.findConversation(db, owner.id, params.id), 'conversation')
    },
  })
}
