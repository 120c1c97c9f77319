import { isbn10Of } from '@ichrisbirch/contract/isbn'
import type { BookRow } from '@ichrisbirch/db/books'
import { stringify } from 'csv-stringify/sync'
import { htmlOf } from './goodreads-html.ts'

const SHELF_NAMES = { to_read: 'to-read', reading: 'currently-reading', read: 'read', dropped: 'dropped' }

/** The columns of Goodreads' own export, in its order, then ours: Goodreads reads the names it knows, and we read all. */
const COLUMNS: Record<string, (book: BookRow) => string | number | null> = {
  'Book Id': ({ goodreadsId }) => goodreadsId,
  Title: ({ title }) => title,
  Author: ({ author }) => namesOf(author)[0] ?? '',
  'Author l-f': ({ author }) => lastFirst(namesOf(author)[0] ?? ''),
  'Additional Authors': ({ author }) => namesOf(author).slice(1).join(', '),
  // As Goodreads does it, so that a spreadsheet keeps the zeros.
  ISBN: ({ isbn }) => `="${(isbn && isbn10Of(isbn)) ?? ''}"`,
  ISBN13: ({ isbn }) => `="${isbn ?? ''}"`,
  'My Rating': ({ rating }) => (rating === null ? 0 : Math.ceil(rating / 2)),
  'Average Rating': () => '',
  Publisher: () => '',
  Binding: () => '',
  'Number of Pages': ({ pages }) => pages,
  'Year Published': () => '',
  'Original Publication Year': ({ year }) => year,
  'Date Read': (book) => (lastEnd(book) ?? '').replaceAll('-', '/'),
  'Date Added': ({ addedDay }) => addedDay.replaceAll('-', '/'),
  Bookshelves: ({ tags, shelf }) => [...tags, SHELF_NAMES[shelf]].join(', '),
  'Bookshelves with positions': () => '',
  'Exclusive Shelf': ({ shelf }) => SHELF_NAMES[shelf],
  'My Review': ({ review }) => htmlOf(review ?? ''),
  Spoiler: () => '',
  'Private Notes': () => '',
  'Read Count': ({ readings }) => readings.filter(({ outcome }) => outcome === 'read').length,
  'Owned Copies': ({ ownership }) => (ownership === 'owned' || ownership === 'lent' ? 1 : 0),
  'Half Stars': ({ rating }) => rating,
  Readings: ({ readings }) => JSON.stringify(readings),
  Ownership: ({ ownership }) => ownership,
  'Lent To': ({ lentTo }) => lentTo,
}

/** Books as a CSV file that Goodreads' import accepts, and that ours gives back as they were. */
export function writeGoodreads(books: BookRow[]): string {
  return stringify([
    Object.keys(COLUMNS),
    ...books.map((book) => Object.values(COLUMNS).map((valueOf) => valueOf(book))),
  ])
}

const namesOf = (author: string | null) => (author ?? '').split(',').map((name) => name.trim())

/** `Ursula K. Le Guin` as libraries file it. Of a name of several words the last is taken: nothing says where it parts. */
function lastFirst(name: string): string {
  const words = name.split(' ')
  return words.length > 1 ? `${words.at(-1)}, ${words.slice(0, -1).join(' ')}` : name
}

function lastEnd({ shelf, readings }: BookRow): string | undefined {
  const outcome = shelf === 'dropped' ? 'dropped' : 'read'
  const days = readings.flatMap((reading) => (reading.outcome === outcome ? (reading.endDay ?? []) : []))
  return days.toSorted().at(-1)
}
