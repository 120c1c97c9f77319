import { places } from '@ichrisbirch/contract/places'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/places'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function placesRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, places, options, {
    async listPlaces({ owner, db, query: { status, limit, after } }) {
      const key = readPageKey(after, 'instant')
      const list = await rows.listPlaces(db, owner.id, { status, limit: limit + 1, after: key })
      return toPage(list, limit, (place) => place.createdAt)
    },

    async getPlace({ owner, db, params }) {
      return found(await rows.findPlace(db, owner.id, params.id), 'place')
    },

    async createPlace({ owner, db, body }) {
      await checkPlace(db, owner, 'parentId', body.parentId)
      const place = { ...body, id: body.id ?? newId() }
      const made = await rows.insertPlace(db, owner.id, place)
      if (made) return made
      const there = await rows.findPlace(db, owner.id, place.id)
      const isSame = there?.name === place.name && there.parentId === (place.parentId ?? null)
      if (!there || !isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
      return there
    },

    async changePlace({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        await checkPlace(tx, owner, 'parentId', body.parentId)
        if (body.parentId && (await rows.lockAndAskIfInside(tx, owner.id, body.parentId, params.id))) {
          throw invalidField('parentId', 'is this place, or in it: a place cannot be in itself')
        }
        return found(await rows.changePlace(tx, owner.id, params.id, body), 'place')
      })
    },

    async deletePlace({ owner, db, params }) {
      if (!(await rows.setPlaceDeleted(db, owner.id, params.id, 'deleted'))) throw notFound('place')
      return undefined
    },

    async restorePlace({ owner, db, params }) {
      await rows.setPlaceDeleted(db, owner.id, params.id, 'restored')
      const place = found(await rows.findPlace(db, owner.id, params.id), 'place')
      if (place.deletedAt) throw notFound('place')
      return place
    },
  })
}

/** @throws invalid_input when a place is named that the owner has not. */
export async function checkPlace(
  db: Database,
  owner: Owner,
  field: 'parentId' | 'placeId',
  placeId: string | null | undefined,
): Promise<void> {
  if (!placeId) return
  const place = await rows.findPlace(db, owner.id, placeId)
  if (!place || place.deletedAt) throw invalidField(field, 'is none of your places')
}
