import { type BoxItem, boxItems, type NewBoxItem } from '@ichrisbirch/contract/box-items'
import { pathOf } from '@ichrisbirch/contract/places'
import * as rows from '@ichrisbirch/db/box-items'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import { mapPlaces } from '@ichrisbirch/db/places'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { checkPhoto } from './boxes.ts'

export function boxItemsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, boxItems, options, {
    async listBoxItems({ owner, db, query: { limit, after, ...filter } }) {
      const key = readPageKey(after, 'instant')
      const list = await rows.listBoxItems(db, owner.id, { ...filter, limit: limit + 1, after: key })
      const page = toPage(list, limit, (item) => item.createdAt)
      return { ...page, items: await withWhere(db, owner, page.items) }
    },

    async searchBoxItems({ owner, db, query }) {
      const words = query.q.match(/[\p{L}\p{N}]+/gu) ?? []
      const list = words.length ? await rows.searchBoxItems(db, owner.id, words, query.limit) : []
      return { items: await withWhere(db, owner, list), next: null }
    },

    async moveBoxItems({ owner, db, body: { moves } }) {
      return db.transaction(async (tx) => {
        await checkBoxes(tx, owner, 'moves', [...new Set(moves.flatMap(({ boxId }) => boxId ?? []))])
        const before = await rows.moveBoxItems(tx, owner.id, moves)
        if (before.length < new Set(moves.map(({ id }) => id)).size) throw notFound('thing')
        return { moves: before }
      })
    },

    async getBoxItem({ owner, db, params }) {
      return oneWithWhere(db, owner, await rows.findBoxItem(db, owner.id, params.id))
    },

    async createBoxItem({ owner, db, body }) {
      await checkBoxes(db, owner, 'boxId', body.boxId ? [body.boxId] : [])
      await checkPhoto(db, owner, body.photoId)
      const item = { ...body, id: body.id ?? newId() }
      const made = await rows.insertBoxItem(db, owner.id, item)
      return oneWithWhere(db, owner, made ?? same(await rows.findBoxItem(db, owner.id, item.id), body))
    },

    async changeBoxItem({ owner, db, params, body }) {
      await checkBoxes(db, owner, 'boxId', body.boxId ? [body.boxId] : [])
      await checkPhoto(db, owner, body.photoId)
      return oneWithWhere(db, owner, await rows.changeBoxItem(db, owner.id, params.id, body))
    },

    async deleteBoxItem({ owner, db, params }) {
      if (!(await rows.setBoxItemDeleted(db, owner.id, params.id, 'deleted'))) throw notFound('thing')
      return undefined
    },

    async restoreBoxItem({ owner, db, params }) {
      await rows.setBoxItemDeleted(db, owner.id, params.id, 'restored')
      const item = found(await rows.findBoxItem(db, owner.id, params.id), 'thing')
      if (item.deletedAt) throw notFound('thing')
      return oneWithWhere(db, owner, item)
    },
  })
}

async function withWhere(db: Database, owner: Owner, list: rows.BoxItemRow[]): Promise<BoxItem[]> {
  if (list.length === 0) return []
  const places = await mapPlaces(db, owner.id)
  return list.map(({ boxNumber, boxName, placeId, ...item }) => ({
    ...item,
    box: boxNumber === null || boxName === null ? null : { number: boxNumber, name: boxName },
    where: pathOf(places, placeId),
  }))
}

async function oneWithWhere(db: Database, owner: Owner, item: rows.BoxItemRow | undefined): Promise<BoxItem> {
  const [whole] = await withWhere(db, owner, [found(item, 'thing')])
  return found(whole, 'thing')
}

async function checkBoxes(db: Database, owner: Owner, field: 'boxId' | 'moves', boxIds: string[]): Promise<void> {
  if (boxIds.length > 0 && (await rows.countOwnBoxes(db, owner.id, boxIds)) < boxIds.length)
    throw invalidField(field, 'names a box that is none of yours')
}

/** A repeated create with the same id and content is the same create. */
function same(there: rows.BoxItemRow | undefined, body: NewBoxItem): rows.BoxItemRow {
  const { name, quantity = 1, notes = null, essential = false, warm = false, liquid = false } = body
  const { photoId = null, boxId = null } = body
  const isSame =
    there?.name === name &&
    there.quantity === quantity &&
    there.notes === notes &&
    there.essential === essential &&
    there.warm === warm &&
    there.liquid === liquid &&
    there.photoId === photoId &&
    there.boxId === boxId
  if (!there || !isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
