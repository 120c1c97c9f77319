import { z } from 'zod'
import { isWebAddress } from './article-addresses.ts'
import { endpoint } from './endpoint.ts'
import { DAYS_TO_RESTORE } from './tasks.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery, tags } from './wire.ts'

/** Whether the text of an article is here: its page is still to be read, was read, or cannot be. */
export const TEXT_STATES = ['waiting', 'ready', 'failed'] as const

/** Words a minute: what adults read silently, on average (Brysbaert 2019). */
export const WORDS_A_MINUTE = 238

/** Whole minutes that a text takes to read, one at least. */
export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / WORDS_A_MINUTE))

export const Article = z
  .object({
    id: Id,
    url: z.string(),
    title: z.string(),
    site: z.string().nullable(),
    author: z.string().nullable(),
    excerpt: z.string().nullable(),
    language: z.string().nullable().describe('as in the lang attribute of HTML'),
    textState: z.enum(TEXT_STATES).describe('whether its text is here'),
    reason: z.string().nullable().describe('why its text is not here'),
    minutes: z.int().nullable().describe('to read it'),
    notes: z.string().nullable().describe('Markdown'),
    tags: z.array(z.string()),
    progress: z.int().describe('how far it is read, in percent'),
    reviewDays: z.int().nullable().describe('come back to it so many days after it was read'),
    reviewDay: z.string().nullable().describe('the day on which it comes back'),
    savedAt: Instant,
    openedAt: Instant.nullable(),
    readAt: Instant.nullable(),
    archivedAt: Instant.nullable(),
    favouredAt: Instant.nullable().describe('since when it is a favourite'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Article' })
export type Article = z.infer<typeof Article>

const WebAddress = z
  .string()
  .trim()
  .max(2000)
  .refine(isWebAddress, 'must be an address such as https://example.org/page')
  // Escapes make it longer than what was typed, and an index holds no more.
  .refine((address) => (URL.parse(address)?.href.length ?? 0) <= 2000, 'must not be longer than 2000 characters')

const fields = {
  notes: markdown(100_000).nullable().optional(),
  tags: tags.optional(),
}

export const NewArticle = z
  .strictObject({
    ...fields,
    id: Id.optional(),
    url: WebAddress,
    title: line(500).optional().describe('shown until the page itself was read'),
    html: z
      .string()
      .max(900_000)
      .optional()
      .describe('the page as a browser shows it; it is read in place of the address, so that a sign-in is no obstacle'),
  })
  .meta({
    examples: ['rivers', 'bridges', 'harbours'].map((name) => ({
      url: `https://articles.example/${name}`,
      tags: ['water'],
    })),
  })
export type NewArticle = z.output<typeof NewArticle>

export const ArticleChange = z
  .strictObject({
    ...fields,
    title: line(500).optional(),
    favourite: z.boolean().optional(),
    reviewDays: z
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .optional()
      .describe('it comes back so many days after it was read; null for never'),
    reviewDay: Day.nullable().optional().describe('the day on which it comes back, other than its review days say'),
  })
  .meta({ examples: [{ notes: 'Read it again in spring.' }] })
export type ArticleChange = z.output<typeof ArticleChange>

export const ARTICLE_LISTS = ['unread', 'in_progress', 'favourites', 'archive', 'review', 'all', 'deleted'] as const
export type ArticleListName = (typeof ARTICLE_LISTS)[number]

export const ArticleFilter = z.strictObject({
  list: z
    .enum(ARTICLE_LISTS)
    .default('unread')
    .describe('unread has those in progress too; review has what is due to be read again'),
  tag: z.string().max(60).optional(),
  ...pageQuery,
})
export type ArticleFilter = z.output<typeof ArticleFilter>

const articleParams = z.strictObject({ id: Id })

export const articles = {
  listArticles: endpoint({
    method: 'GET',
    path: '/articles/',
    summary: 'List saved articles, newest first',
    status: 200,
    query: ArticleFilter,
    answer: page(Article),
    tool: 'read',
  }),
  searchArticles: endpoint({
    method: 'GET',
    path: '/articles/search/',
    summary: 'Search titles, texts and notes of articles by words and beginnings of words, best match first',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'rivers' }] }),
    answer: page(Article),
    tool: 'read',
  }),
  getNextArticle: endpoint({
    method: 'GET',
    path: '/articles/next/',
    summary: 'Something to read: what is due for review, else what was begun last, else what has waited longest',
    status: 200,
    answer: z.object({ article: Article.nullable() }),
    tool: 'read',
  }),
  listArticleTags: endpoint({
    method: 'GET',
    path: '/articles/tags/',
    summary: 'The tags of articles, and how many carry each',
    status: 200,
    answer: z.object({ items: z.array(z.object({ tag: z.string(), articles: z.int() })) }),
  }),
  exportArticles: endpoint({
    method: 'GET',
    path: '/articles/export/',
    summary:
      'All articles as a file: CSV as of Pocket with more columns, HTML as browsers import it, JSON with texts and highlights; or only the highlights, as Markdown',
    status: 200,
    query: z
      .strictObject({ format: z.enum(['json', 'csv', 'html', 'md']).default('json') })
      .meta({ examples: [{ format: 'csv' }] }),
    answer: z.object({ name: z.string().describe("the file's"), content: z.string() }),
  }),
  getArticle: endpoint({
    method: 'GET',
    path: '/articles/:id/',
    summary: 'One article, without its text',
    status: 200,
    params: articleParams,
    answer: Article,
  }),
  getArticleText: endpoint({
    method: 'GET',
    path: '/articles/:id/text/',
    summary: 'The text of an article: safe HTML without images, and the same as plain text',
    status: 200,
    params: articleParams,
    answer: z.object({ html: z.string().nullable(), text: z.string().nullable() }),
    tool: 'read',
  }),
  createArticle: endpoint({
    method: 'POST',
    path: '/articles/',
    summary: 'Save the page of an address; saved before, it is the same article, and unread again',
    status: 201,
    body: NewArticle,
    answer: Article,
    tool: 'write',
  }),
  changeArticle: endpoint({
    method: 'PATCH',
    path: '/articles/:id/',
    summary: 'Change an article: absent fields stay, null clears',
    status: 200,
    params: articleParams,
    body: ArticleChange,
    answer: Article,
    tool: 'write',
  }),
  setArticleProgress: endpoint({
    method: 'POST',
    path: '/articles/:id/progress/',
    summary: 'How far an article is read',
    status: 200,
    params: articleParams,
    body: z.strictObject({ percent: z.int().min(0).max(100) }).meta({ examples: [{ percent: 40 }] }),
    answer: Article,
  }),
  finishArticle: endpoint({
    method: 'POST',
    path: '/articles/:id/finish/',
    summary: 'An article was read: it goes to the archive, and comes back on its day if it has review days',
    status: 200,
    params: articleParams,
    answer: Article,
    tool: 'write',
  }),
  archiveArticle: endpoint({
    method: 'POST',
    path: '/articles/:id/archive/',
    summary: 'Put an article into the archive, read or not',
    status: 200,
    params: articleParams,
    answer: Article,
    tool: 'write',
  }),
  unarchiveArticle: endpoint({
    method: 'POST',
    path: '/articles/:id/unarchive/',
    summary: 'Put an article back among the unread ones',
    status: 200,
    params: articleParams,
    answer: Article,
    tool: 'write',
  }),
  rereadArticlePage: endpoint({
    method: 'POST',
    path: '/articles/:id/reread-page/',
    summary: "Fetch an article's page and its text again",
    status: 200,
    params: articleParams,
    answer: Article,
  }),
  deleteArticle: endpoint({
    method: 'DELETE',
    path: '/articles/:id/',
    summary: `Delete an article; it can be restored for ${DAYS_TO_RESTORE} days`,
    status: 204,
    params: articleParams,
  }),
  restoreArticle: endpoint({
    method: 'POST',
    path: '/articles/:id/restore/',
    summary: 'Restore a deleted article',
    status: 200,
    params: articleParams,
    answer: Article,
  }),
}
