import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { DAYS_TO_RESTORE } from './tasks.ts'
import { Id, Instant, markdown, page, pageQuery } from './wire.ts'

/** A passage of an article that a person marked, with what they think of it. */
export const Highlight = z
  .object({
    id: Id,
    articleId: z.string(),
    quote: z.string(),
    before: z.string().describe('what stands before it, to find it again when the text has changed'),
    after: z.string(),
    position: z.int().describe('where it began in the text'),
    note: z.string().nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Highlight' })
export type Highlight = z.infer<typeof Highlight>

/** As the list of all shows it: with the article that it is of. */
export const HighlightOfArticle = Highlight.extend({ articleTitle: z.string() }).meta({ id: 'HighlightOfArticle' })
export type HighlightOfArticle = z.infer<typeof HighlightOfArticle>

const note = markdown(20_000).nullable().optional()

export const NewHighlight = z
  .strictObject({
    id: Id.optional(),
    quote: markdown(10_000).min(1),
    before: markdown(200).default(''),
    after: markdown(200).default(''),
    position: z.int().min(0).max(100_000_000).default(0),
    note,
  })
  .meta({ examples: [{ quote: 'The river bends here.', position: 12 }] })
export type NewHighlight = z.output<typeof NewHighlight>

const params = z.strictObject({ id: Id })

export const highlights = {
  listHighlights: endpoint({
    method: 'GET',
    path: '/highlights/',
    summary: 'List what was marked in all articles, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(HighlightOfArticle),
    tool: 'read',
  }),
  listArticleHighlights: endpoint({
    method: 'GET',
    path: '/articles/:id/highlights/',
    summary: 'What was marked in an article, in the order of its text',
    status: 200,
    params,
    answer: z.object({ items: z.array(Highlight) }),
  }),
  createHighlight: endpoint({
    method: 'POST',
    path: '/articles/:id/highlights/',
    summary: 'Mark a passage of an article',
    status: 201,
    params,
    body: NewHighlight,
    answer: Highlight,
  }),
  getHighlight: endpoint({
    method: 'GET',
    path: '/highlights/:id/',
    summary: 'A marked passage, and its note',
    status: 200,
    params,
    answer: Highlight,
  }),
  changeHighlight: endpoint({
    method: 'PATCH',
    path: '/highlights/:id/',
    summary: 'Change the note of a marked passage',
    status: 200,
    params,
    body: z.strictObject({ note }).meta({ examples: [{ note: 'As Heraclitus says.' }] }),
    answer: Highlight,
  }),
  deleteHighlight: endpoint({
    method: 'DELETE',
    path: '/highlights/:id/',
    summary: `Delete a mark; it can be restored for ${DAYS_TO_RESTORE} days`,
    status: 204,
    params,
  }),
  restoreHighlight: endpoint({
    method: 'POST',
    path: '/highlights/:id/restore/',
    summary: 'Restore a deleted mark',
    status: 200,
    params,
    answer: Highlight,
  }),
}
