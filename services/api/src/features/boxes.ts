import { type Box, boxes, type NewBox } from '@ichrisbirch/contract/boxes'
import { pathOf } from '@ichrisbirch/contract/places'
import * as rows from '@ichrisbirch/db/boxes'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import { findFile } from '@ichrisbirch/db/files'
import { mapPlaces } from '@ichrisbirch/db/places'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { checkPlace } from './places.ts'

export function boxesRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, boxes, options, {
    async listBoxes({ owner, db, query: { limit, after, ...filter } }) {
      const key = readPageKey(after, 'number')
      const list = await rows.listBoxes(db, owner.id, { ...filter, limit: limit + 1, after: key })
      const page = toPage(list, limit, (box) => String(box.number))
      return { ...page, items: await withWhere(db, owner, page.items) }
    },

    async searchBoxes({ owner, db, query }) {
      const words = query.q.match(/[\p{L}\p{N}]+/gu) ?? []
      const list = words.length ? await rows.searchBoxes(db, owner.id, words, query.limit) : []
      return { items: await withWhere(db, owner, list), next: null }
    },

    async getBox({ owner, db, params }) {
      return oneWithWhere(db, owner, await rows.findBox(db, owner.id, params.id))
    },

    async createBox({ owner, db, body }) {
      const id = body.id ?? newId()
      return db.transaction(async (tx) => {
        await checkPlace(tx, owner, 'placeId', body.placeId)
        await checkPhoto(tx, owner, body.photoId)
        const there = await rows.findBox(tx, owner.id, id)
        if (there) return oneWithWhere(tx, owner, same(there, body))
        const number = body.number ?? (await rows.lockFreeNumber(tx, owner.id))
        await checkNumber(tx, owner, number, id)
        const made = await rows.insertBox(tx, owner.id, { ...body, id, number })
        // The same box may have been added since we looked.
        return oneWithWhere(tx, owner, made ?? same(await rows.findBox(tx, owner.id, id), body))
      })
    },

    async changeBox({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        await checkPlace(tx, owner, 'placeId', body.placeId)
        await checkPhoto(tx, owner, body.photoId)
        if (body.number !== undefined) await checkNumber(tx, owner, body.number, params.id)
        return oneWithWhere(tx, owner, await rows.changeBox(tx, owner.id, params.id, body))
      })
    },

    async deleteBox({ owner, db, params }) {
      if (!(await rows.setBoxDeleted(db, owner.id, params.id, 'deleted'))) throw notFound('box')
      return undefined
    },

    async restoreBox({ owner, db, params }) {
      await rows.setBoxDeleted(db, owner.id, params.id, 'restored')
      const box = found(await rows.findBox(db, owner.id, params.id), 'box')
      if (box.deletedAt) throw notFound('box')
      return oneWithWhere(db, owner, box)
    },
  })
}

async function withWhere(db: Database, owner: Owner, list: rows.BoxRow[]): Promise<Box[]> {
  if (list.length === 0) return []
  const places = await mapPlaces(db, owner.id)
  return list.map((box) => ({ ...box, where: pathOf(places, box.placeId) }))
}

async function oneWithWhere(db: Database, owner: Owner, box: rows.BoxRow | undefined): Promise<Box> {
  const [whole] = await withWhere(db, owner, [found(box, 'box')])
  return found(whole, 'box')
}

/** @throws invalid_input when a photo is named that the owner has not. */
export async function checkPhoto(db: Database, owner: Owner, photoId: string | null | undefined): Promise<void> {
  if (photoId && !(await findFile(db, owner.id, photoId))) throw invalidField('photoId', 'is none of your photos')
}

async function checkNumber(db: Database, owner: Owner, number: number, boxId: string): Promise<void> {
  if (await rows.lockAndAskIfTaken(db, owner.id, number, boxId))
    throw invalidField('number', `is another box’s, perhaps a deleted one’s`)
}

/** A repeated create with the same id and content is the same create. */
function same(there: rows.BoxRow | undefined, body: NewBox): rows.BoxRow {
  const isSame =
    there &&
    there.name === body.name &&
    there.size === (body.size ?? null) &&
    there.notes === (body.notes ?? null) &&
    there.placeId === (body.placeId ?? null) &&
    there.photoId === (body.photoId ?? null) &&
    (body.number === undefined || there.number === body.number)
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
