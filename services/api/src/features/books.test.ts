import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ApiError, type Client } from '@ichrisbirch/contract/client'
import { addDays, dayAt } from '@ichrisbirch/contract/days'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const today = dayAt(new Date(), { timeZone: 'UTC', dayStartHour: 0 })

const fileOf = (name: string) => readFileSync(new URL(`../../test-fixtures/books/${name}.csv`, import.meta.url), 'utf8')
const importFile = (client: Client, name: string) => client.importBooks({ body: { csv: fileOf(name) } })
/** All books by title, without what differs from house to house. */
async function shelfOf(client: Client) {
  const { items } = await client.listBooks({ query: { limit: 200 } })
  const plain = items.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...book }) => book)
  return new Map(plain.map((book) => [book.title, book]))
}

test('an ISBN is kept as 13 digits however it is typed, and one that does not add up is refused by name', async () => {
  const { client } = await api.signUp()
  const book = await client.createBook({ body: { title: 'Dune', isbn: '0-441-17271-7' } })
  assert.equal(book.isbn, '9780441172719')
  assert.equal((await client.listBooks({ query: { isbn: '978 0 441 17271 9' } })).items[0]?.id, book.id)
  assert.equal((await client.searchBooks({ query: { q: '0441172717' } })).items[0]?.id, book.id)
  const refusal = await client.createBook({ body: { title: 'Dune', isbn: '0441172718' } }).catch((error) => error)
  assert(refusal instanceof ApiError)
  assert.match(refusal.fields.isbn ?? '', /no ISBN/)
})

test('moving a book from shelf to shelf begins and ends its readings, and the counts add up', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createBook({ body: { title: 'Middlemarch', pages: 904 } })
  const params = { id }
  const reading = await client.changeBook({ params, body: { shelf: 'reading' } })
  assert.deepEqual(reading.readings, [{ outcome: 'reading', startDay: today, endDay: null, page: null }])
  assert.equal((await client.changeBook({ params, body: { page: 120 } })).page, 120)
  const read = await client.changeBook({ params, body: { shelf: 'read', rating: 9 } })
  assert.deepEqual(read.readings, [{ outcome: 'read', startDay: today, endDay: today, page: 120 }])
  assert.equal(read.page, null)
  await client.changeBook({ params, body: { shelf: 'reading' } })
  const dropped = await client.changeBook({ params, body: { shelf: 'dropped' } })
  assert.deepEqual(
    dropped.readings.map(({ outcome }) => outcome),
    ['read', 'dropped'],
  )
  await client.createBook({ body: { title: 'Long ago', shelf: 'read' } })
  await client.createBook({ body: { title: 'Next', ownership: 'lent', lentTo: 'Ana' } })
  const counts = await client.countBooks()
  assert.deepEqual(counts.shelves, { to_read: 1, reading: 0, read: 1, dropped: 1 })
  assert.equal(counts.all, 3)
  assert.deepEqual(counts.ownership, { owned: 0, lent: 1, wanted: 0 })
})

test('a shelf and readings that contradict each other are refused', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createBook({ body: { title: 'Ulysses' } })
  const params = { id }
  const open = { outcome: 'reading' as const }
  for (const body of [
    { page: 3 },
    { shelf: 'reading' as const, readings: [] },
    { readings: [open] },
    { shelf: 'reading' as const, readings: [open, open] },
    { readings: [{ outcome: 'read' as const, startDay: '2026-02-02', endDay: '2026-02-01' }] },
  ]) {
    await assert.rejects(client.changeBook({ params, body }), { code: 'invalid_input' }, JSON.stringify(body))
  }
  assert.equal((await client.getBook({ params })).shelf, 'to_read')
})

test('putting a book back as it was gives it its old readings: that is the Undo of every move', async () => {
  const { client } = await api.signUp()
  const book = await client.createBook({ body: { title: 'Emma', shelf: 'reading' } })
  const params = { id: book.id }
  await client.changeBook({ params, body: { page: 40 } })
  await client.changeBook({ params, body: { shelf: 'to_read' } })
  const readings = [{ outcome: 'reading' as const, startDay: today, endDay: null, page: 40 }]
  const back = await client.changeBook({ params, body: { shelf: 'reading', readings } })
  assert.deepEqual([back.page, back.shelfDay], [40, today])
})

test('a shelf is ordered by the day a book came to it, and a list can be of one tag', async () => {
  const { client } = await api.signUp()
  for (const [title, endDay] of [
    ['second', '2026-02-01'],
    ['first', '2026-01-01'],
    ['third', '2026-03-01'],
  ] as const) {
    const readings = [{ outcome: 'read' as const, endDay }]
    await client.createBook({ body: { title, shelf: 'read', readings, tags: ['Novel', 'novel', title] } })
  }
  const { items } = await client.listBooks({ query: { shelf: 'read' } })
  assert.deepEqual(
    items.map(({ title }) => title),
    ['third', 'second', 'first'],
  )
  const tagged = await client.listBooks({ query: { tag: 'FIRST' } })
  assert.deepEqual(
    tagged.items.map(({ tags }) => tags),
    [['novel', 'first']],
  )
  assert.deepEqual((await client.countBooks()).tags[0], { name: 'novel', books: 3 })
})

test('a year counts each reading that ended in it, books and pages, also a second one of the same book', async () => {
  const { client } = await api.signUp()
  const twice = [
    { outcome: 'read' as const, endDay: '2026-01-31' },
    { outcome: 'read' as const, startDay: '2025-12-20', endDay: '2026-03-01' },
    { outcome: 'read' as const, endDay: '2025-05-05' },
  ]
  await client.createBook({
    body: { title: 'Twice', author: 'Ana', pages: 100, rating: 9, shelf: 'read', readings: twice, tags: ['novel'] },
  })
  await client.createBook({
    body: { title: 'Dropped', shelf: 'dropped', readings: [{ outcome: 'dropped', endDay: '2026-03-02' }] },
  })
  const year = await client.sumUpBookYear({ query: { year: 2026 } })
  assert.deepEqual([year.books, year.pages, year.dropped, year.years], [2, 200, 1, [2026, 2025]])
  assert.deepEqual(year.months[2], { month: '2026-03', books: 1, pages: 100 })
  assert.equal(year.months.length, 12)
  assert.deepEqual(
    year.ratings.filter(({ books }) => books > 0),
    [{ rating: 9, books: 2 }],
  )
  assert.deepEqual([year.authors, year.tags], [[{ name: 'Ana', books: 2 }], [{ name: 'novel', books: 2 }]])
})

test('a file of Goodreads is read whole: shelves, tags, readings, reviews; the same file again adds nothing', async () => {
  const { client } = await api.signUp()
  assert.deepEqual(await importFile(client, 'goodreads'), { added: 3, known: 0, faults: [] })
  const shelf = await shelfOf(client)
  assert.deepEqual(shelf.get('Dune (Dune, #1)'), {
    title: 'Dune (Dune, #1)',
    author: 'Frank Herbert',
    isbn: '9780441172719',
    pages: 658,
    year: 1965,
    shelf: 'read',
    shelfDay: '2024-03-09',
    page: null,
    readings: [
      { outcome: 'read', startDay: null, endDay: null, page: null },
      { outcome: 'read', startDay: null, endDay: '2024-03-09', page: null },
    ],
    rating: 10,
    ownership: 'owned',
    lentTo: null,
    tags: ['science-fiction', 'favourites'],
    review: '**Long**, and worth it.\n\nSecond time, *better*: 3 < 4 & so on.',
    goodreadsId: '44767458',
    addedDay: '2023-12-24',
    deletedAt: null,
  })
  const again = shelf.get('The Left Hand of Darkness')
  assert.deepEqual(
    again?.readings.map(({ outcome }) => outcome),
    ['read', 'reading'],
  )
  assert.equal(again?.rating, null)
  const omens = shelf.get('Good Omens: The Nice and Accurate Prophecies of Agnes Nutter, Witch')
  assert.equal(omens?.author, 'Terry Pratchett, Neil Gaiman')
  const both = await Promise.all([importFile(client, 'goodreads'), importFile(client, 'goodreads')])
  for (const answer of both) assert.deepEqual(answer, { added: 0, known: 3, faults: [] })
})

test('what is wrong in a file is listed by line, and the rest is added', async () => {
  const { client } = await api.signUp()
  const { added, faults } = await importFile(client, 'goodreads-malformed')
  assert.equal(added, 3)
  assert.deepEqual(
    faults.map(({ line, message }) => [line, message.split(':')[0]]),
    [
      [3, 'a quotation mark stands inside a value that does not begin with one'],
      [4, 'something stands between a closing quotation mark and the next comma'],
      [5, 'has 3 values where the first line names 24 columns'],
      [6, 'was left out'],
      [7, 'has 26 values where the first line names 24 columns'],
      [8, 'was added without its ISBN'],
      [8, 'was added without its last day'],
      [8, 'was added without its year'],
      [8, 'was added without its pages'],
      [8, 'was added without its rating'],
      [8, 'was added without its day of adding'],
      [9, 'a quotation mark is opened here and never closed'],
    ],
  )
  assert.deepEqual([...(await shelfOf(client)).keys()].toSorted(), [
    'After the Faults',
    'Faulty Parts',
    'One Fine Book',
  ])
})

test('files of other programs and hands are read: Windows lines, semicolons, own shelves, doubles, StoryGraph', async () => {
  const { client } = await api.signUp()
  for (const [name, added, known] of [
    ['goodreads-windows', 1, 0],
    ['goodreads-own-shelves', 3, 0],
    ['goodreads-doubles', 2, 2],
    ['semicolons', 0, 1],
    ['goodreads-empty', 0, 0],
    ['storygraph', 4, 0],
  ] as const) {
    assert.deepEqual(await importFile(client, name), { added, known, faults: [] }, name)
    assert.deepEqual(await importFile(client, name), { added: 0, known: added + known, faults: [] }, name)
  }
  const shelf = await shelfOf(client)
  assert.equal(shelf.get('Über Bücher')?.review, 'Zeile eins\nZeile zwei')
  assert.deepEqual(
    ['Unfinished', 'On Hold', 'Given Up Late'].map((title) => shelf.get(title)?.shelf),
    ['dropped', 'to_read', 'dropped'],
  )
  assert.deepEqual(shelf.get('On Hold')?.tags, ['on-hold', 'essays'])
  assert.equal(shelf.get('Given Up Late')?.readings[0]?.endDay, '2024-02-03')
  const daysOf = (title: string) => shelf.get(title)?.readings.map(({ startDay, endDay }) => [startDay, endDay])
  assert.deepEqual(daysOf('Piranesi'), [['2021-01-28', '2021-02-03']])
  assert.deepEqual(daysOf('Read Twice'), [
    [null, null],
    ['2020-02-01', '2020-02-09'],
    ['2023-04-20', '2023-05-01'],
  ])
  assert.deepEqual([shelf.get('In Hand')?.shelf, daysOf('In Hand')], ['reading', [['2024-01-05', null]]])
  const { rating, tags, ownership, review } = shelf.get('Piranesi') ?? {}
  assert.deepEqual(
    { rating, tags, ownership, review },
    { rating: 9, tags: ['fantasy', 'short'], ownership: 'owned', review: 'A house.' },
  )
  for (const name of ['no-books', 'letter']) {
    await assert.rejects(importFile(client, name), { code: 'invalid_input' }, name)
  }
})

test('an export is a file of Goodreads, and in another house it gives back every book as it was', async () => {
  const { client } = await api.signUp()
  for (const name of ['goodreads', 'goodreads-own-shelves', 'storygraph']) await importFile(client, name)
  await client.createBook({
    body: {
      title: '=HYPERLINK("x"), quoted; and "so on"',
      author: 'A, B',
      shelf: 'reading',
      readings: [
        { outcome: 'dropped', startDay: '2020-02-02', endDay: '2020-02-03', page: 7 },
        { outcome: 'reading', startDay: addDays(today, -3), page: 50 },
      ],
      rating: 7,
      ownership: 'lent',
      lentTo: 'Ana, next door',
      tags: ['one', 'two words'],
      review: '1 < 2 && <b>not html</b>\n\n- *a* & “b” &amp;',
    },
  })
  const { csv } = await client.exportBooks()
  assert(csv.startsWith(`${fileOf('goodreads').split('\n')[0]},`))
  const other = (await api.signUp()).client
  const books = await shelfOf(client)
  assert.deepEqual(await other.importBooks({ body: { csv } }), { added: books.size, known: 0, faults: [] })
  assert.deepEqual(await shelfOf(other), books)
  assert.equal((await other.exportBooks()).csv.length, csv.length)
})
