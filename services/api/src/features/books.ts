import { isDeepStrictEqual } from 'node:util'
import { faultOfReadings, moveToShelf, SHELVES, shelfDayOf } from '@ichrisbirch/contract/book-readings'
import { type Book, type BookChange, books, type NewBook } from '@ichrisbirch/contract/books'
import { dayAt } from '@ichrisbirch/contract/days'
import { readIsbn } from '@ichrisbirch/contract/isbn'
import * as rows from '@ichrisbirch/db/books'
import { newId } from '@ichrisbirch/db/columns'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { lookUp } from './books/catalogue.ts'
import { knownBooks } from './books/known-books.ts'
import { sumUpYear } from './books/sum-up-year.ts'

const ROWS_A_PIECE = 500

/** @param catalogueUrl of Open Library, or what answers like it; absent, none is asked. */
export function booksRoutes(app: FastifyInstance, options: RouteOptions, catalogueUrl: string | undefined): void {
  implement(app, books, options, {
    async listBooks({ owner, db, query }) {
      const { limit, after, isbn, ...filter } = query
      const list = await rows.listBooks(db, owner.id, {
        ...filter,
        // What is no ISBN is no book's.
        isbn: isbn === undefined ? undefined : (readIsbn(isbn) ?? ''),
        limit: limit + 1,
        after: readPageKey(after, 'day'),
      })
      const page = toPage(list, limit, (book) => book.shelfDay)
      return { ...page, items: page.items.map(withPage) }
    },

    async searchBooks({ owner, db, query }) {
      const words = (readIsbn(query.q) ?? query.q).match(/[\p{L}\p{N}]+/gu) ?? []
      const list = words.length ? await rows.searchBooks(db, owner.id, words, query.limit) : []
      return { items: list.map(withPage), next: null }
    },

    async countBooks({ owner, db }) {
      const [counts, tags] = await Promise.all([rows.countBooks(db, owner.id), rows.countBookTags(db, owner.id)])
      const count = (isOf: (row: (typeof counts)[number]) => boolean) =>
        counts.filter(isOf).reduce((sum, row) => sum + row.books, 0)
      const [to_read, reading, read, dropped] = SHELVES.map((name) => count(({ shelf }) => shelf === name))
      const [owned, lent, wanted] = ['owned', 'lent', 'wanted'].map((name) =>
        count(({ ownership }) => ownership === name),
      )
      return {
        all: count(() => true),
        shelves: { to_read: to_read ?? 0, reading: reading ?? 0, read: read ?? 0, dropped: dropped ?? 0 },
        ownership: { owned: owned ?? 0, lent: lent ?? 0, wanted: wanted ?? 0 },
        tags,
      }
    },

    async lookUpBook({ query: { isbn } }) {
      return lookUp(catalogueUrl, isbn)
    },

    async sumUpBookYear({ owner, db, query: { year } }) {
      const [ended, years] = await Promise.all([
        rows.listEndedReadings(db, owner.id, `${year}-01-01`, `${year}-12-31`),
        rows.listReadingYears(db, owner.id),
      ])
      return { ...sumUpYear(year, ended), years }
    },

    async importBooks({ owner, db, body: { csv } }) {
      // Loaded when somebody has a file: a house without one never needs the readers.
      const { readGoodreads } = await import('./books/read-goodreads.ts')
      const file = readGoodreads(csv)
      return db.transaction(async (tx) => {
        const known = knownBooks(await rows.lockKnownBooks(tx, owner.id))
        const fresh = file.books.filter((book) => {
          if (known.has(book)) return false
          known.add(book)
          return true
        })
        const list = fresh.map(({ id: _id, ...book }) => newRow(owner, { ...book, id: newId() }))
        for (let from = 0; from < list.length; from += ROWS_A_PIECE)
          await rows.insertBooks(tx, owner.id, list.slice(from, from + ROWS_A_PIECE))
        return { added: fresh.length, known: file.books.length - fresh.length, faults: file.faults }
      })
    },

    async exportBooks({ owner, db }) {
      const { writeGoodreads } = await import('./books/write-goodreads.ts')
      const limit = 100_000
      return { csv: writeGoodreads(await rows.listBooks(db, owner.id, { status: 'current', limit })) }
    },

    async getBook({ owner, db, params }) {
      return withPage(found(await rows.findBook(db, owner.id, params.id), 'book'))
    },

    async createBook({ owner, db, body }) {
      const book = newRow(owner, { ...body, goodreadsId: null, id: body.id ?? newId() })
      return db.transaction(async (tx) => {
        const made = await rows.insertBooks(tx, owner.id, [book])
        const there = await rows.findBook(tx, owner.id, book.id)
        if (!there || (!made.has(book.id) && !isSame(there, body))) {
          throw new Refusal('id_taken', 'The id belongs to something else.')
        }
        return withPage(there)
      })
    },

    async changeBook({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        const before = await rows.lockBook(tx, owner.id, params.id)
        if (!before || before.deletedAt) throw notFound('book')
        const { page: _page, readings: _readings, ...fields } = body
        const { shelf, readings } = standingAfter(owner, before, body)
        const change = { ...fields, shelf, shelfDay: shelfDayOf({ shelf, readings }, before.addedDay) }
        const changed = isDeepStrictEqual(readings, before.readings) ? undefined : readings
        return withPage(found(await rows.changeBook(tx, owner.id, params.id, change, changed), 'book'))
      })
    },

    async deleteBook({ owner, db, params }) {
      if (!(await rows.setBookDeleted(db, owner.id, params.id, 'deleted'))) throw notFound('book')
      return undefined
    },

    async restoreBook({ owner, db, params }) {
      await rows.setBookDeleted(db, owner.id, params.id, 'restored')
      const book = found(await rows.findBook(db, owner.id, params.id), 'book')
      if (book.deletedAt) throw notFound('book')
      return withPage(book)
    },
  })
}

/** The page of the reading that goes on is the book's. */
function withPage(book: rows.BookRow): Book {
  return { ...book, page: book.readings.find(({ outcome }) => outcome === 'reading')?.page ?? null }
}

function newRow(owner: Owner, book: NewBook & { id: string; goodreadsId: string | null }): rows.NewBookRow {
  const today = dayAt(new Date(), owner)
  const {
    addedDay = today,
    shelf,
    readings = moveToShelf({ shelf: 'to_read', readings: [] }, shelf, today).readings,
  } = book
  const fault = faultOfReadings({ shelf, readings })
  if (fault) throw invalidField('readings', fault)
  return { ...book, addedDay, readings, shelfDay: shelfDayOf({ shelf, readings }, addedDay) }
}

/** Where the book stands after a change: what is said of its readings counts, and a shelf alone means today. */
function standingAfter(owner: Owner, before: rows.BookRow, change: BookChange) {
  const shelf = change.shelf ?? before.shelf
  const moved = change.readings
    ? { shelf, readings: change.readings }
    : shelf === before.shelf
      ? before
      : moveToShelf(before, shelf, dayAt(new Date(), owner))
  if (change.page !== undefined && !moved.readings.some(({ outcome }) => outcome === 'reading')) {
    throw invalidField('page', 'is for a book that is being read')
  }
  const readings = moved.readings.map((reading) =>
    reading.outcome === 'reading' && change.page !== undefined ? { ...reading, page: change.page } : reading,
  )
  const fault = faultOfReadings({ shelf, readings })
  if (fault) throw invalidField('readings', fault)
  return { shelf, readings }
}

/** A repeated create with the same id and content is the same create. What was not said is not compared. */
function isSame(there: rows.BookRow, body: NewBook): boolean {
  return Object.entries(body).every(
    ([name, value]) => value === undefined || isDeepStrictEqual(there[name as keyof rows.BookRow], value),
  )
}
