import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { pageQuery } from './wire.ts'

/** Every feature that has words to be found by, in the order in which equals are shown. */
export const SEARCH_KINDS = [
  'task',
  'habit',
  'event',
  'countdown',
  'article',
  'highlight',
  'book',
  'box',
  'thing',
  'journal',
  'money',
] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** Something of any feature that has the words. */
export const Found = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    id: z.string(),
    title: z.string(),
    day: z.string().nullable().describe('the day that it is about'),
    detail: z.string().nullable().describe('what else tells it from others: its category, its author, its site'),
    isDone: z.boolean().describe('completed, read, archived or over'),
    link: z.string().describe('its page in the app'),
  })
  .meta({ id: 'Found' })
export type Found = z.infer<typeof Found>

export const search = {
  searchEverything: endpoint({
    method: 'GET',
    path: '/search/',
    summary: 'Search everything you keep by words and beginnings of words, best match first',
    status: 200,
    query: z
      .strictObject({
        q: z.string().trim().min(1).max(200),
        kind: z.enum(SEARCH_KINDS).optional().describe('one kind of things only'),
        limit: pageQuery.limit.default(30),
      })
      .meta({ examples: [{ q: 'milk' }] }),
    answer: z.object({ items: z.array(Found) }),
    tool: 'read',
  }),
}
