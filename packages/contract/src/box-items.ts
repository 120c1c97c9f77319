import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

/** So many things are moved in one go. */
export const MOST_MOVES = 500

export const BoxItem = z
  .object({
    id: Id,
    name: z.string(),
    quantity: z.int(),
    notes: z.string().nullable().describe('Markdown'),
    essential: z.boolean(),
    warm: z.boolean(),
    liquid: z.boolean(),
    photoId: z.string().nullable(),
    boxId: z.string().nullable().describe('null when it is in no box, also while its box is deleted'),
    box: z.object({ number: z.int(), name: z.string() }).nullable(),
    where: z.array(z.string()).describe("the names of the box's place and of all that this is in, the outermost first"),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'BoxItem' })
export type BoxItem = z.infer<typeof BoxItem>

const fields = {
  name: line(200),
  quantity: z.int().min(1).max(1_000_000).optional(),
  notes: markdown(20_000).nullable().optional(),
  essential: z.boolean().optional(),
  warm: z.boolean().optional(),
  liquid: z.boolean().optional(),
  photoId: Id.nullable().optional().describe('a photo that is kept'),
  boxId: Id.nullable().optional(),
}

export const NewBoxItem = z
  .strictObject({ ...fields, id: Id.optional() })
  .meta({ examples: [{ name: 'Winter coats', quantity: 3, warm: true }] })
export type NewBoxItem = z.output<typeof NewBoxItem>

const Moves = z.array(z.strictObject({ id: Id, boxId: Id.nullable().describe('null: into no box') })).max(MOST_MOVES)

const params = z.strictObject({ id: Id })

export const boxItems = {
  listBoxItems: endpoint({
    method: 'GET',
    path: '/box-items/',
    summary: 'List the things in boxes, newest first',
    status: 200,
    query: z.strictObject({
      status: z.enum(['current', 'loose', 'deleted']).default('current').describe('`loose`: in no box'),
      boxId: Id.optional(),
      ...pageQuery,
    }),
    answer: page(BoxItem),
    tool: 'read',
  }),
  searchBoxItems: endpoint({
    method: 'GET',
    path: '/box-items/search/',
    summary: 'Where is it? Things by words and beginnings of words, with their box and its place, best match first',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'coat' }] }),
    answer: page(BoxItem),
    tool: 'read',
  }),
  moveBoxItems: endpoint({
    method: 'POST',
    path: '/box-items/move/',
    summary: 'Put many things into other boxes, all or none; the answer, sent again, takes it back',
    status: 200,
    body: z.strictObject({ moves: Moves }).meta({ examples: [{ moves: [] }] }),
    answer: z.object({
      moves: z
        .array(z.object({ id: z.string(), boxId: z.string().nullable() }))
        .describe('where each of them was before'),
    }),
  }),
  getBoxItem: endpoint({
    method: 'GET',
    path: '/box-items/:id/',
    summary: 'One thing',
    status: 200,
    params,
    answer: BoxItem,
  }),
  createBoxItem: endpoint({
    method: 'POST',
    path: '/box-items/',
    summary: 'Add a thing, to a box or to none',
    status: 201,
    body: NewBoxItem,
    answer: BoxItem,
    tool: 'write',
  }),
  changeBoxItem: endpoint({
    method: 'PATCH',
    path: '/box-items/:id/',
    summary: 'Change a thing or put it into another box: absent fields stay, null clears',
    status: 200,
    params,
    body: z.strictObject({ ...fields, name: fields.name.optional() }).meta({ examples: [{ name: 'Winter boots' }] }),
    answer: BoxItem,
    tool: 'write',
  }),
  deleteBoxItem: endpoint({
    method: 'DELETE',
    path: '/box-items/:id/',
    summary: 'Delete a thing; it can be restored for 30 days',
    status: 204,
    params,
  }),
  restoreBoxItem: endpoint({
    method: 'POST',
    path: '/box-items/:id/restore/',
    summary: 'Restore a deleted thing, into its box',
    status: 200,
    params,
    answer: BoxItem,
  }),
}
