import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, page, pageQuery } from './wire.ts'

/** Characters of a file: the largest known exports have some ten thousand pages. */
export const ARTICLES_FILE_LIMIT = 16 * 1024 * 1024

export const IMPORT_STATES = ['waiting', 'running', 'done', 'failed'] as const

/** What could not be read of a file, by its line. */
export const ImportFault = z.object({ line: z.int(), message: z.string() })
export type ImportFault = z.infer<typeof ImportFault>

/** A file of another program whose pages are saved in the background. */
export const ArticleImport = z
  .object({
    id: Id,
    name: z.string().describe("the file's"),
    state: z.enum(IMPORT_STATES),
    format: z.string().nullable().describe('what the file is, once it was looked at'),
    total: z.int().nullable().describe('entries of the file'),
    done: z.int(),
    added: z.int(),
    known: z.int().describe('saved before, or twice in the file'),
    faults: z.array(ImportFault).describe('the first thousand entries that could not be read; the rest was'),
    faultCount: z.int(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'ArticleImport' })
export type ArticleImport = z.infer<typeof ArticleImport>

export const NewArticleImport = z
  .strictObject({
    id: Id.optional(),
    name: line(200).describe("the file's"),
    content: z.string().min(1).max(ARTICLES_FILE_LIMIT).describe('the text of the file'),
  })
  .meta({ examples: [{ name: 'pocket.csv', content: 'title,url\nRivers,https://import.example/rivers\n' }] })

export const articleImports = {
  listArticleImports: endpoint({
    method: 'GET',
    path: '/article-imports/',
    summary: 'List imports of articles, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(ArticleImport),
  }),
  getArticleImport: endpoint({
    method: 'GET',
    path: '/article-imports/:id/',
    summary: 'How far an import is, and what could not be read',
    status: 200,
    params: z.strictObject({ id: Id }),
    answer: ArticleImport,
  }),
  createArticleImport: endpoint({
    method: 'POST',
    path: '/article-imports/',
    summary: 'Save the pages of an export of Pocket (HTML, CSV), Instapaper (CSV) or a browser, in the background',
    status: 201,
    body: NewArticleImport,
    bodyLimit: ARTICLES_FILE_LIMIT * 2,
    answer: ArticleImport,
  }),
}
