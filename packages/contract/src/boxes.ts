import { z } from 'zod'
import { FLAGS } from './box-flags.ts'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

export const MOST_BOXES = 99_999
export const BoxNumber = z.int().min(1).max(MOST_BOXES)

export const Box = z
  .object({
    id: Id,
    number: z.int().describe('written on it; no two boxes of a person have the same'),
    name: z.string(),
    size: z.string().nullable(),
    notes: z.string().nullable().describe('Markdown'),
    placeId: z.string().nullable(),
    where: z.array(z.string()).describe('the names of its place and of all that this is in, the outermost first'),
    photoId: z.string().nullable(),
    items: z.int().describe('how many entries are in it'),
    essential: z.boolean().describe('something in it is'),
    warm: z.boolean().describe('something in it keeps warm'),
    liquid: z.boolean().describe('something in it is'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Box' })
export type Box = z.infer<typeof Box>

const fields = {
  name: line(200).describe('what it holds'),
  size: line(60).nullable().optional().describe('such as Large, Book, Bag'),
  notes: markdown(20_000).nullable().optional(),
  placeId: Id.nullable().optional(),
  photoId: Id.nullable().optional().describe('a photo that is kept'),
  number: BoxNumber.optional(),
}

export const NewBox = z
  .strictObject({
    ...fields,
    number: BoxNumber.optional().describe('absent: the lowest that is free'),
    id: Id.optional(),
  })
  .meta({ examples: [{ name: 'Kitchen: pans and pots' }] })
export type NewBox = z.output<typeof NewBox>

/** The number that a label or a person says: `17`, `#17`, `Box 17`, or the address of a label. */
export function readBoxCode(code: string): number | undefined {
  const said = /[?&]code=([^&#]+)/.exec(code)?.[1] ?? code
  const [, digits] = /^\s*(?:box|no\.?|nr\.?|#)?\s*#?\s*(\d{1,5})\s*$/i.exec(said) ?? []
  const number = Number(digits ?? 0)
  return number >= 1 ? number : undefined
}

const params = z.strictObject({ id: Id })

export const boxes = {
  listBoxes: endpoint({
    method: 'GET',
    path: '/boxes/',
    summary: 'List boxes by their numbers',
    status: 200,
    query: z.strictObject({
      status: z.enum(['current', 'deleted']).default('current'),
      flag: z.enum(FLAGS).optional().describe('only those with something of the kind in them'),
      placeId: Id.optional().describe('only those that stand there, or in a place that is in it'),
      from: z.coerce.number().int().min(1).max(MOST_BOXES).optional().describe('the lowest number'),
      to: z.coerce.number().int().min(1).max(MOST_BOXES).optional().describe('the highest number'),
      ...pageQuery,
    }),
    answer: page(Box),
    tool: 'read',
  }),
  searchBoxes: endpoint({
    method: 'GET',
    path: '/boxes/search/',
    summary: 'Search boxes by words and beginnings of words of their names and notes',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'pans' }] }),
    answer: page(Box),
  }),
  getBox: endpoint({ method: 'GET', path: '/boxes/:id/', summary: 'One box', status: 200, params, answer: Box }),
  createBox: endpoint({
    method: 'POST',
    path: '/boxes/',
    summary: 'Add a box; it gets the lowest number that is free',
    status: 201,
    body: NewBox,
    answer: Box,
    tool: 'write',
  }),
  changeBox: endpoint({
    method: 'PATCH',
    path: '/boxes/:id/',
    summary: 'Change a box: absent fields stay, null clears',
    status: 200,
    params,
    body: z.strictObject({ ...fields, name: fields.name.optional() }).meta({ examples: [{ name: 'Kitchen: plates' }] }),
    answer: Box,
  }),
  deleteBox: endpoint({
    method: 'DELETE',
    path: '/boxes/:id/',
    summary: 'Delete a box; what was in it is in no box, until it is packed elsewhere or the box is restored',
    status: 204,
    params,
  }),
  restoreBox: endpoint({
    method: 'POST',
    path: '/boxes/:id/restore/',
    summary: 'Restore a deleted box, with its number and what is still in it',
    status: 200,
    params,
    answer: Box,
  }),
}
