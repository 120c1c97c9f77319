import { z } from 'zod'
import { NewReading, PageNumber, Reading, Shelf } from './book-readings.ts'
import { endpoint } from './endpoint.ts'
import { readIsbn } from './isbn.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery, tags } from './wire.ts'

/** A file of books may be so large, in bytes: some 20,000 books with their reviews. */
export const BOOKS_FILE_LIMIT = 16 * 1024 * 1024

export const Ownership = z.enum(['owned', 'lent', 'wanted'])
export type Ownership = z.infer<typeof Ownership>

const Isbn = z
  .string()
  .max(40)
  .transform((text, context) => {
    const isbn = readIsbn(text)
    if (isbn === undefined) context.addIssue({ code: 'custom', message: 'is no ISBN: its digits do not add up' })
    return isbn ?? z.NEVER
  })
  .describe('ISBN-10 or ISBN-13; kept as 13 digits')

export const Book = z
  .object({
    id: Id,
    title: z.string(),
    author: z.string().nullable(),
    isbn: z.string().nullable().describe('ISBN-13, digits only'),
    pages: z.int().nullable(),
    year: z.int().nullable().describe('of publication'),
    shelf: Shelf,
    shelfDay: z.string().describe('since when it stands there: begun, finished, dropped or added'),
    page: z.int().nullable().describe('the page reached, while it is being read'),
    readings: z.array(Reading).describe('each time it was read'),
    rating: z.int().nullable().describe('in half stars: 9 is four and a half of five'),
    ownership: Ownership.nullable(),
    lentTo: z.string().nullable(),
    tags: z.array(z.string()),
    review: z.string().nullable().describe('Markdown'),
    goodreadsId: z.string().nullable().describe('“Book Id” of the Goodreads file it came with'),
    addedDay: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Book' })
export type Book = z.infer<typeof Book>

const title = line(500)
const fields = {
  author: line(500).nullable().optional().describe('as on the cover; several are separated by commas'),
  isbn: Isbn.nullable().optional(),
  pages: PageNumber.nullable().optional(),
  year: z.int().min(-3000).max(2200).nullable().optional().describe('of publication'),
  readings: z.array(NewReading).max(100).optional().describe('absent: what putting it on its shelf today means'),
  rating: z.int().min(1).max(10).nullable().optional().describe('in half stars: 9 is four and a half of five'),
  ownership: Ownership.nullable().optional(),
  lentTo: line(200).nullable().optional().describe('to whom, when it is lent'),
  review: markdown(100_000).nullable().optional(),
}

export const NewBook = z
  .strictObject({
    title,
    ...fields,
    shelf: Shelf.default('to_read'),
    tags: tags.default([]),
    addedDay: Day.optional().describe('absent: today'),
    id: Id.optional(),
  })
  .meta({ examples: [{ title: 'Dune', author: 'Frank Herbert', isbn: '0-441-17271-7', tags: ['novel'] }] })
export type NewBook = z.output<typeof NewBook>

export const BookChange = z
  .strictObject({
    title: title.optional(),
    ...fields,
    shelf: Shelf.optional().describe('alone it begins or ends a reading today'),
    page: PageNumber.optional().describe('the page reached in the reading that goes on'),
    tags: tags.optional(),
  })
  .meta({ examples: [{ title: 'Dune Messiah' }] })
export type BookChange = z.output<typeof BookChange>

const YearQuery = z.strictObject({ year: z.coerce.number().int().min(1900).max(2200) })

export const BookYear = z
  .object({
    books: z.int().describe('how many readings ended in it'),
    pages: z.int().describe('of those whose pages are known'),
    dropped: z.int(),
    months: z.array(z.object({ month: z.string().describe('YYYY-MM'), books: z.int(), pages: z.int() })),
    ratings: z.array(z.object({ rating: z.int().describe('in half stars'), books: z.int() })),
    authors: z.array(z.object({ name: z.string(), books: z.int() })).describe('those read most'),
    tags: z.array(z.object({ name: z.string(), books: z.int() })).describe('those read most'),
    years: z.array(z.int()).describe('every year in which something was read, newest first'),
  })
  .meta({ id: 'BookYear' })
export type BookYear = z.infer<typeof BookYear>

/** What a public catalogue says of a book. */
export const CatalogueBook = z.object({
  title: z.string(),
  author: z.string().nullable(),
  pages: z.int().nullable(),
  year: z.int().nullable(),
})
export type CatalogueBook = z.infer<typeof CatalogueBook>

const params = z.strictObject({ id: Id })

export const books = {
  listBooks: endpoint({
    method: 'GET',
    path: '/books/',
    summary: 'List books, those that came last to their shelf first',
    status: 200,
    query: z.strictObject({
      status: z.enum(['current', 'deleted']).default('current'),
      shelf: Shelf.optional(),
      ownership: Ownership.optional(),
      tag: z.string().max(60).optional(),
      author: z.string().max(500).optional(),
      isbn: z.string().max(40).optional(),
      ...pageQuery,
    }),
    answer: page(Book),
    tool: 'read',
  }),
  searchBooks: endpoint({
    method: 'GET',
    path: '/books/search/',
    summary: 'Search titles, authors, tags, ISBNs and reviews by words and beginnings of words, best match first',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'dune' }] }),
    answer: page(Book),
    tool: 'read',
  }),
  countBooks: endpoint({
    method: 'GET',
    path: '/books/counts/',
    summary: 'How many books stand on each shelf, are owned, lent or wanted, and carry each tag',
    status: 200,
    answer: z.object({
      all: z.int(),
      shelves: z.object({ to_read: z.int(), reading: z.int(), read: z.int(), dropped: z.int() }),
      ownership: z.object({ owned: z.int(), lent: z.int(), wanted: z.int() }),
      tags: z.array(z.object({ name: z.string(), books: z.int() })).describe('the hundred used most'),
    }),
  }),
  sumUpBookYear: endpoint({
    method: 'GET',
    path: '/books/year/',
    summary: 'What was read in a year: books and pages by month, ratings, authors and tags',
    status: 200,
    query: YearQuery.meta({ examples: [{ year: '2026' }] }),
    answer: BookYear,
    tool: 'read',
  }),
  lookUpBook: endpoint({
    method: 'GET',
    path: '/books/catalogue/',
    summary: 'What the public catalogue says of an ISBN; nothing is added',
    status: 200,
    query: z.strictObject({ isbn: Isbn }).meta({ examples: [{ isbn: '9780441172719' }] }),
    answer: z.object({
      standing: z
        .enum(['found', 'unknown', 'unreachable', 'off'])
        .describe('`off`: the house asks no catalogue (BOOK_CATALOGUE_URL)'),
      book: CatalogueBook.nullable(),
    }),
    tool: 'read',
  }),
  importBooks: endpoint({
    method: 'POST',
    path: '/books/import/',
    summary:
      'Add the books of a CSV file in the format of Goodreads; those that are there already are left as they are',
    status: 200,
    body: z
      .strictObject({ csv: z.string().min(1).max(BOOKS_FILE_LIMIT).describe('the text of the file') })
      .meta({ examples: [{ csv: 'Title,Author\nDune,Frank Herbert\n' }] }),
    bodyLimit: BOOKS_FILE_LIMIT,
    answer: z.object({
      added: z.int(),
      known: z.int().describe('there already'),
      faults: z
        .array(z.object({ line: z.int(), message: z.string() }))
        .describe('rows of the file that could not be read, by their first line; the rest was added'),
    }),
  }),
  exportBooks: endpoint({
    method: 'GET',
    path: '/books/export/',
    summary: 'All books as CSV in the format of Goodreads, with columns of our own at its end',
    status: 200,
    answer: z.object({ csv: z.string() }),
  }),
  getBook: endpoint({ method: 'GET', path: '/books/:id/', summary: 'One book', status: 200, params, answer: Book }),
  createBook: endpoint({
    method: 'POST',
    path: '/books/',
    summary: 'Add a book',
    status: 201,
    body: NewBook,
    answer: Book,
    tool: 'write',
  }),
  changeBook: endpoint({
    method: 'PATCH',
    path: '/books/:id/',
    summary: 'Change a book or put it on another shelf: absent fields stay, null clears',
    status: 200,
    params,
    body: BookChange,
    answer: Book,
    tool: 'write',
  }),
  deleteBook: endpoint({
    method: 'DELETE',
    path: '/books/:id/',
    summary: 'Delete a book; it can be restored for 30 days',
    status: 204,
    params,
  }),
  restoreBook: endpoint({
    method: 'POST',
    path: '/books/:id/restore/',
    summary: 'Restore a deleted book',
    status: 200,
    params,
    answer: Book,
  }),
}
