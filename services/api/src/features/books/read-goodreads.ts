import {
  faultOfReadings,
  NewReading,
  PageNumber,
  type Reading,
  SHELVES,
  type Shelf,
} from '@ichrisbirch/contract/book-readings'
import { type NewBook, NewBook as NewBookShape } from '@ichrisbirch/contract/books'
import { readIsbn } from '@ichrisbirch/contract/isbn'
import { Day } from '@ichrisbirch/contract/wire'
import { z } from 'zod'
import { invalidField } from '../../refusal.ts'
import { type CsvFault, readCsv } from './csv-rows.ts'
import { markdownOf } from './goodreads-html.ts'
import { readSpans, type Span } from './storygraph-days.ts'

export type ImportedBook = NewBook & { goodreadsId: string | null }

/** Columns by what they hold: as Goodreads names them, then as StoryGraph does. The last ones are our own export's. */
const COLUMNS = {
  id: ['book id'],
  title: ['title'],
  author: ['author', 'authors'],
  others: ['additional authors'],
  isbn: ['isbn13'],
  shortIsbn: ['isbn', 'isbn/uid'],
  rating: ['my rating', 'star rating'],
  pages: ['number of pages'],
  year: ['original publication year'],
  edition: ['year published'],
  dateRead: ['date read', 'last date read'],
  datesRead: ['dates read'],
  dateAdded: ['date added'],
  tags: ['bookshelves', 'tags'],
  shelf: ['exclusive shelf', 'read status'],
  review: ['my review', 'review'],
  readCount: ['read count'],
  owned: ['owned copies', 'owned?'],
  halfStars: ['half stars'],
  readings: ['readings'],
  ownership: ['ownership'],
  lentTo: ['lent to'],
}
type Column = keyof typeof COLUMNS
/** The value of a column, empty when the file has none. */
type Cell = (column: Column) => string

const SHELF_NAMES: Record<string, Shelf> = {
  'to-read': 'to_read',
  'currently-reading': 'reading',
  read: 'read',
  dropped: 'dropped',
  dnf: 'dropped',
  'did-not-finish': 'dropped',
  abandoned: 'dropped',
}

/**
 * The books of a CSV file in the format of Goodreads' export. A row that cannot be read is told by its line; of a book
 * whose rest is fine a faulty part is left out, and told.
 * @throws invalid_input when there is no column for titles.
 */
export function readGoodreads(csv: string): { books: ImportedBook[]; faults: CsvFault[] } {
  const { rows, faults } = readCsv(csv)
  const [header, ...records] = rows
  const names = (header?.values ?? []).map((name) => name.trim().toLowerCase())
  if (!names.includes('title')) throw invalidField('csv', 'has no column “Title” in its first line')
  const places = new Map(
    Object.entries(COLUMNS).map(([column, known]) => [column, names.findIndex((name) => known.includes(name))]),
  )
  const books: ImportedBook[] = []
  for (const { line, values } of records) {
    const tell = (message: string) => faults.push({ line, message })
    if (values.length < names.length || values.slice(names.length).some((value) => value.trim())) {
      tell(`has ${values.length} values where the first line names ${names.length} columns`)
      continue
    }
    const cell: Cell = (column) => values[places.get(column) ?? -1]?.trim() ?? ''
    const read = NewBookShape.safeParse(bookOf(cell, tell))
    const fault = read.success
      ? faultOfReadings({ shelf: read.data.shelf, readings: read.data.readings ?? [] })
      : wordsFor(read.error)
    if (fault !== undefined) tell(`was left out: ${fault}`)
    else if (read.success) books.push({ ...read.data, goodreadsId: cell('id').slice(0, 60) || null })
  }
  return { books, faults: faults.toSorted((a, b) => a.line - b.line) }
}

const wordsFor = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => `${path.join(' ')} ${message}`).join('; ')

function bookOf(cell: Cell, tell: (message: string) => void): z.input<typeof NewBookShape> {
  /** The cell's value when it is one, and otherwise a word about it. */
  const read = <Value>(column: Column, what: string, reader: (text: string) => Value | undefined): Value | null => {
    const text = cell(column)
    if (text === '') return null
    const value = reader(text)
    if (value === undefined) tell(`was added without its ${what}: “${text.slice(0, 60)}” cannot be read`)
    return value ?? null
  }
  const readAsIsbn = (text: string) => readIsbn(text.replace(/^="?|"$/g, ''))
  // An ISBN-10 of StoryGraph's column may be an id of its own: that is no fault.
  const isbn = readAsIsbn(cell('isbn')) ?? readAsIsbn(cell('shortIsbn')) ?? null
  if (isbn === null && /\d/.test(cell('isbn'))) read('isbn', 'ISBN', readAsIsbn)

  const endDay = read('dateRead', 'last day', readDay)
  const shelfName = cell('shelf').toLowerCase()
  const shelf = SHELF_NAMES[shelfName] ?? (endDay ? 'read' : 'to_read')
  const spans = read('datesRead', 'days of reading', readSpans) ?? (endDay ? [{ startDay: null, endDay }] : [])
  const readings = read('readings', 'readings', readReadings) ?? readingsOf(shelf, spans, Number(cell('readCount')))
  const year = read('year', 'year', readYear) ?? read('edition', 'year', readYear)
  return {
    title: cell('title'),
    author: [cell('author'), ...cell('others').split(',')].map(oneSpace).filter(Boolean).join(', ') || null,
    isbn,
    pages: read('pages', 'pages', (text) => PageNumber.safeParse(Number(text)).data),
    year,
    shelf,
    readings,
    rating: read('halfStars', 'half stars', readWhole) ?? read('rating', 'rating', readRating) ?? null,
    ownership: readOwnership(cell),
    lentTo: cell('lentTo') || null,
    tags: tagsOf(cell('tags'), shelfName),
    review: markdownOf(cell('review')) || null,
    addedDay: read('dateAdded', 'day of adding', readDay) ?? undefined,
  }
}

const oneSpace = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Goodreads writes 2026/03/09. */
function readDay(text: string): string | undefined {
  return Day.safeParse(text.replaceAll('/', '-')).data
}

/** Stars, of which none means not rated; kept to the half. */
function readRating(text: string): number | null | undefined {
  const stars = Number(text.replace(',', '.'))
  if (!(stars >= 0 && stars <= 5)) return undefined
  return stars === 0 ? null : Math.max(1, Math.round(stars * 2))
}

const readWhole = (text: string) => (/^([1-9]|10)$/.test(text) ? Number(text) : undefined)
const readYear = (text: string) => (/^-?\d{1,4}$/.test(text) ? Number(text) : undefined)

function readReadings(text: string): Reading[] | undefined {
  try {
    return z.array(NewReading).safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Goodreads tells the last day of the last reading, and how many there were: the others are readings without days. */
function readingsOf(shelf: Shelf, spans: Span[], count: number): Reading[] {
  const isAbout = ({ endDay }: Span) => (shelf === 'reading' ? endDay === null : endDay !== null)
  const current = shelf === 'read' ? undefined : spans.findLast(isAbout)
  const done = spans.filter((span) => span !== current && span.endDay !== null).slice(-99)
  const times = Math.min(Math.max(count || 0, done.length, shelf === 'read' ? 1 : 0), 99)
  const unknown = Array.from({ length: times - done.length }, () => ({ startDay: null, endDay: null }))
  const readings = [...unknown, ...done].map((span) => ({ ...span, outcome: 'read' as const, page: null }))
  if (shelf === 'reading')
    return [...readings, { startDay: current?.startDay ?? null, endDay: null, outcome: 'reading', page: null }]
  return shelf === 'dropped' && current ? [...readings, { ...current, outcome: 'dropped', page: null }] : readings
}

function readOwnership(cell: Cell): 'owned' | 'lent' | 'wanted' | null {
  const said = cell('ownership')
  if (said === 'owned' || said === 'lent' || said === 'wanted') return said
  return Number(cell('owned')) > 0 || cell('owned').toLowerCase() === 'yes' ? 'owned' : null
}

/** Other shelves are tags; the one it stands on is none, unless it is the person's own. */
function tagsOf(text: string, shelfName: string): string[] {
  const own = shelfName && !(shelfName in SHELF_NAMES) ? [shelfName] : []
  const names = [...text.split(','), ...own].map((name) => oneSpace(name).toLowerCase())
  const isShelf = (name: string) => name in SHELF_NAMES || (SHELVES as readonly string[]).includes(name)
  return [...new Set(names)].filter((name) => name && !isShelf(name))
}
