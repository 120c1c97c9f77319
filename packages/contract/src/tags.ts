import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Found } from './search.ts'
import { Instant, line, page, pageQuery } from './wire.ts'

/** Every feature whose records carry tags. */
export const TAGGED_KINDS = ['article', 'book', 'event', 'journal', 'money'] as const
export type TaggedKind = (typeof TAGGED_KINDS)[number]

const kinds = z
  .array(z.object({ kind: z.enum(TAGGED_KINDS), count: z.int() }))
  .describe('how many of each kind carry it, most first')

/** A word that records of any feature carry. */
export const Tag = z
  .object({ name: z.string(), count: z.int().describe('everything that carries it'), kinds })
  .meta({ id: 'Tag' })
export type Tag = z.infer<typeof Tag>

/** Something that carries a tag, as search shows it. */
export const Tagged = Found.extend({ kind: z.enum(TAGGED_KINDS), createdAt: Instant }).meta({ id: 'Tagged' })
export type Tagged = z.infer<typeof Tagged>

const params = z.strictObject({ name: line(60) })

/** No comma: forms separate tags by it. */
const name = line(60)
  .refine((text) => !text.includes(','), 'must not contain a comma')
  .transform((text) => text.toLowerCase())

export const tags = {
  listTags: endpoint({
    method: 'GET',
    path: '/tags/',
    summary:
      'Every tag and how many articles, books, events, journal entries and wasted money carry it, most used first',
    status: 200,
    answer: z.object({ items: z.array(Tag) }),
    tool: 'read',
  }),
  listTagged: endpoint({
    method: 'GET',
    path: '/tags/:name/',
    summary: 'Everything that carries a tag, of all features, newest first',
    status: 200,
    params,
    query: z.strictObject({ ...pageQuery, kind: z.enum(TAGGED_KINDS).optional().describe('one kind of things only') }),
    answer: page(Tagged).extend({ tag: Tag }),
    tool: 'read',
  }),
  renameTag: endpoint({
    method: 'PATCH',
    path: '/tags/:name/',
    summary: 'Rename a tag on everything that carries it; a name that is a tag already takes it in',
    status: 200,
    params,
    body: z.strictObject({ name }).meta({ examples: [{ name: 'fiction' }] }),
    answer: Tag,
  }),
}
