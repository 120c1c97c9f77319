import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, count, desc, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { customType, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const books = pgTable(
  'books',
  {
    id: id(),
    ownerId: ownerId(),
    title: text('title').notNull(),
    author: text('author'),
    isbn: text('isbn'),
    pages: integer('pages'),
    year: integer('year'),
    shelf: text('shelf', { enum: ['to_read', 'reading', 'read', 'dropped'] }).notNull(),
    /** What its readings say (shelfDayOf), kept for the order of lists: written with every change of either. */
    shelfDay: date('shelf_day', { mode: 'string' }).notNull(),
    /** Half stars. */
    rating: integer('rating'),
    ownership: text('ownership', { enum: ['owned', 'lent', 'wanted'] }),
    lentTo: text('lent_to'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    review: text('review'),
    goodreadsId: text('goodreads_id'),
    addedDay: date('added_day', { mode: 'string' }).notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    // A tag is one word here, however many it has: array_to_tsvector is what PostgreSQL allows in a generated column.
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', title || ' ' || coalesce(author, '')), 'A') || setweight(to_tsvector('simple', coalesce(isbn, '')), 'A') || setweight(array_to_tsvector(tags), 'B') || setweight(to_tsvector('simple', coalesce(review, '')), 'C')`,
    ),
  },
  (table) => [
    index('books_shelf')
      .on(table.ownerId, table.shelf, table.shelfDay, table.id)
      .where(sql`${table.deletedAt} is null`),
    index('books_all').on(table.ownerId, table.shelfDay, table.id),
    index('books_isbn').on(table.ownerId, table.isbn),
    index('books_tags').using('gin', table.tags),
    index('books_search').using('gin', table.search),
    index('books_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

export const bookReadings = pgTable(
  'book_readings',
  {
    id: id(),
    ownerId: ownerId(),
    bookId: uuid('book_id')
      .notNull()
      .references(() => books.id, { onDelete: 'cascade' }),
    outcome: text('outcome', { enum: ['reading', 'read', 'dropped'] }).notNull(),
    startDay: date('start_day', { mode: 'string' }),
    endDay: date('end_day', { mode: 'string' }),
    page: integer('page'),
  },
  (table) => [
    index('book_readings_book').on(table.bookId, table.id),
    index('book_readings_year').on(table.ownerId, table.endDay),
    uniqueIndex('book_readings_open').on(table.bookId).where(sql`${table.outcome} = 'reading'`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(books)
type PlainBookRow = Omit<typeof books.$inferSelect, 'ownerId' | 'search'>
export type ReadingRow = Pick<typeof bookReadings.$inferSelect, 'outcome' | 'startDay' | 'endDay' | 'page'>
export type BookRow = PlainBookRow & { readings: ReadingRow[] }

export interface BookFilterRow {
  status: 'current' | 'deleted'
  shelf?: PlainBookRow['shelf'] | undefined
  ownership?: 'owned' | 'lent' | 'wanted' | undefined
  tag?: string | undefined
  author?: string | undefined
  /** ISBN-13. */
  isbn?: string | undefined
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` books, those that came last to their shelf first. */
export async function listBooks(db: Database, owner: string, filter: BookFilterRow): Promise<BookRow[]> {
  const { status, shelf, ownership, tag, author, isbn, after } = filter
  const rows = await db
    .select(columns)
    .from(books)
    .where(
      and(
        eq(books.ownerId, owner),
        status === 'deleted' ? isNotNull(books.deletedAt) : isNull(books.deletedAt),
        shelf && eq(books.shelf, shelf),
        ownership && eq(books.ownership, ownership),
        tag === undefined ? undefined : sql`${books.tags} @> ${sql.param([tag.toLowerCase()], books.tags)}`,
        author === undefined ? undefined : eq(books.author, author),
        isbn === undefined ? undefined : eq(books.isbn, isbn),
        after && sql`(${books.shelfDay}, ${books.id}) < (${after.value}::date, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(books.shelfDay), desc(books.id))
    .limit(filter.limit)
  return withReadings(db, rows)
}

/** Words and beginnings of words, best match first. */
export async function searchBooks(db: Database, owner: string, words: string[], limit: number): Promise<BookRow[]> {
  // Each word is quoted, so that nothing a person types is read as a tsquery operator.
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word.replace(/['\\]/g, ' ')}':*`).join(' & ')})`
  const rows = await db
    .select(columns)
    .from(books)
    .where(and(eq(books.ownerId, owner), isNull(books.deletedAt), sql`${books.search} @@ ${query}`))
    .orderBy(desc(sql`ts_rank(${books.search}, ${query})`), desc(books.id))
    .limit(limit)
  return withReadings(db, rows)
}

async function withReadings(db: Database, rows: PlainBookRow[]): Promise<BookRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const { bookId, outcome, startDay, endDay, page } = getTableColumns(bookReadings)
  const readings = await db
    .select({ bookId, outcome, startDay, endDay, page })
    .from(bookReadings)
    .where(sql`${bookReadings.bookId} = any(${sql.param(ids)}::uuid[])`)
    .orderBy(asc(bookReadings.id))
  const byBook = Map.groupBy(readings, (reading) => reading.bookId)
  return rows.map((row) => ({
    ...row,
    readings: (byBook.get(row.id) ?? []).map(({ bookId: _book, ...reading }) => reading),
  }))
}

export async function findBook(db: Database, owner: string, bookId: string): Promise<BookRow | undefined> {
  return (await withReadings(db, await db.select(columns).from(books).where(mine(owner, bookId))))[0]
}

/** Locks the book until the transaction ends, so that changes of its readings wait for each other. */
export async function lockBook(db: Database, owner: string, bookId: string): Promise<BookRow | undefined> {
  return (await withReadings(db, await db.select(columns).from(books).where(mine(owner, bookId)).for('update')))[0]
}

export type NewBookRow = Omit<typeof books.$inferInsert, 'ownerId' | 'search'> & {
  id: string
  readings: ReadingRow[]
}

/** Adds books with their readings; those whose id is taken are left out. Must run in a transaction. @returns the ids added. */
export async function insertBooks(db: Database, owner: string, list: NewBookRow[]): Promise<Set<string>> {
  const made = await db
    .insert(books)
    .values(list.map(({ readings: _readings, ...book }) => ({ ...book, ownerId: owner })))
    .onConflictDoNothing({ target: books.id })
    .returning({ id: books.id })
  const ids = new Set(made.map((row) => row.id))
  await insertReadings(
    db,
    owner,
    list.filter((book) => ids.has(book.id)),
  )
  return ids
}

async function insertReadings(db: Database, owner: string, list: { id: string; readings: ReadingRow[] }[]) {
  const rows = list.flatMap(({ id: bookId, readings }) =>
    readings.map((reading) => ({ ...reading, bookId, ownerId: owner })),
  )
  if (rows.length > 0) await db.insert(bookReadings).values(rows)
}

type BookChangeRow = Changes<Omit<typeof books.$inferInsert, 'id' | 'ownerId' | 'createdAt' | 'deletedAt'>>

/** `readings` absent stay as they are. Must run in the transaction that locked the book. */
export async function changeBook(
  db: Database,
  owner: string,
  bookId: string,
  change: BookChangeRow,
  readings: ReadingRow[] | undefined,
): Promise<BookRow | undefined> {
  await db
    .update(books)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, bookId), isNull(books.deletedAt)))
  if (readings) {
    await db.delete(bookReadings).where(and(eq(bookReadings.bookId, bookId), eq(bookReadings.ownerId, owner)))
    await insertReadings(db, owner, [{ id: bookId, readings }])
  }
  return findBook(db, owner, bookId)
}

/** @returns false when it was so already, is not there, or was deleted too long ago. */
export async function setBookDeleted(
  db: Database,
  owner: string,
  bookId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const rows = await db
    .update(books)
    .set({ deletedAt: state === 'deleted' ? sql`now()` : null, updatedAt: sql`now()` })
    .where(
      and(
        mine(owner, bookId),
        state === 'deleted'
          ? isNull(books.deletedAt)
          : sql`${books.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
      ),
    )
    .returning({ id: books.id })
  return rows.length > 0
}

/** How many books there are of each shelf and ownership. */
export function countBooks(db: Database, owner: string) {
  return db
    .select({ shelf: books.shelf, ownership: books.ownership, books: count() })
    .from(books)
    .where(and(eq(books.ownerId, owner), isNull(books.deletedAt)))
    .groupBy(books.shelf, books.ownership)
}

/** The tags that most books carry. */
export async function countBookTags(db: Database, owner: string): Promise<{ name: string; books: number }[]> {
  const { rows } = await db.execute<{ name: string; books: number }>(sql`
    select tag as name, count(*)::int as books from ${books}, unnest(${books.tags}) tag
    where ${books.ownerId} = ${owner} and ${books.deletedAt} is null
    group by tag order by 2 desc, 1 limit 100`)
  return rows
}

/** The readings that ended between two days, both included, with what their book says. */
export function listEndedReadings(db: Database, owner: string, from: string, to: string) {
  return db
    .select({
      outcome: bookReadings.outcome,
      endDay: sql<string>`${bookReadings.endDay}::text`,
      pages: books.pages,
      rating: books.rating,
      author: books.author,
      tags: books.tags,
    })
    .from(bookReadings)
    .innerJoin(books, eq(books.id, bookReadings.bookId))
    .where(
      and(
        eq(bookReadings.ownerId, owner),
        isNull(books.deletedAt),
        sql`${bookReadings.endDay} between ${from}::date and ${to}::date`,
      ),
    )
}

/** Every year in which a reading ended well, newest first. */
export async function listReadingYears(db: Database, owner: string): Promise<number[]> {
  const { rows } = await db.execute<{ year: number }>(sql`
    select distinct extract(year from r.end_day)::int as year from ${bookReadings} r
    join ${books} b on b.id = r.book_id
    where r.owner_id = ${owner} and r.outcome = 'read' and r.end_day is not null and b.deleted_at is null
    order by 1 desc`)
  return rows.map(({ year }) => year)
}

/** What an import compares with: all that the owner has. Must run in a transaction: two imports wait for each other. */
export async function lockKnownBooks(db: Database, owner: string) {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`books ${owner}`}, 0))`)
  const { title, author, isbn, goodreadsId } = columns
  return db
    .select({ title, author, isbn, goodreadsId })
    .from(books)
    .where(and(eq(books.ownerId, owner), isNull(books.deletedAt)))
}

function mine(owner: string, bookId: string): SQL | undefined {
  return and(eq(books.id, bookId), eq(books.ownerId, owner))
}
