import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, page, pageQuery } from './wire.ts'

/** Where boxes stand: a house, a room, a shelf. */
export const Place = z
  .object({
    id: Id,
    name: z.string(),
    parentId: z.string().nullable().describe('the place that it is in; null while that one is deleted'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Place' })
export type Place = z.infer<typeof Place>

const fields = {
  name: line(200),
  parentId: Id.nullable().optional().describe('the place that it is in'),
}

/** The names of a place and of all that it is in, the outermost first. */
export function pathOf(places: Map<string, Pick<Place, 'name' | 'parentId'>>, placeId: string | null): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (let id = placeId; id !== null && !seen.has(id); ) {
    const place = places.get(id)
    if (!place) break
    seen.add(id)
    names.unshift(place.name)
    id = place.parentId
  }
  return names
}

const params = z.strictObject({ id: Id })

export const places = {
  listPlaces: endpoint({
    method: 'GET',
    path: '/places/',
    summary: 'List the places where boxes stand, newest first',
    status: 200,
    query: z.strictObject({ status: z.enum(['current', 'deleted']).default('current'), ...pageQuery }),
    answer: page(Place),
    tool: 'read',
  }),
  getPlace: endpoint({ method: 'GET', path: '/places/:id/', summary: 'One place', status: 200, params, answer: Place }),
  createPlace: endpoint({
    method: 'POST',
    path: '/places/',
    summary: 'Add a place',
    status: 201,
    body: z.strictObject({ ...fields, id: Id.optional() }).meta({ examples: [{ name: 'Garage' }] }),
    answer: Place,
    tool: 'write',
  }),
  changePlace: endpoint({
    method: 'PATCH',
    path: '/places/:id/',
    summary: 'Rename a place, or put it into another: never into itself or what is in it',
    status: 200,
    params,
    body: z.strictObject({ ...fields, name: fields.name.optional() }).meta({ examples: [{ name: 'Attic' }] }),
    answer: Place,
  }),
  deletePlace: endpoint({
    method: 'DELETE',
    path: '/places/:id/',
    summary: 'Delete a place; what was in it is nowhere until it is put elsewhere or the place is restored',
    status: 204,
    params,
  }),
  restorePlace: endpoint({
    method: 'POST',
    path: '/places/:id/restore/',
    summary: 'Restore a deleted place, with what is still in it',
    status: 200,
    params,
    answer: Place,
  }),
}
