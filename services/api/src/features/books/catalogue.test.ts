import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { lookUp } from './catalogue.ts'

const ISBN = '9780980200447'
/** As https://openlibrary.org/dev/docs/api/books shows it. */
const SLOW_READING = {
  [`ISBN:${ISBN}`]: {
    url: 'https://openlibrary.org/books/OL22853304M/Slow_reading',
    title: 'Slow reading',
    subtitle: 'the benefits\nof taking time',
    authors: [{ url: 'https://openlibrary.org/authors/OL6548935A', name: 'John Miedema' }, { name: 'Bo Author' }],
    number_of_pages: 92,
    publish_date: 'March 2009',
    cover: { small: 'https://covers.openlibrary.org/b/id/5546156-S.jpg' },
  },
}

let asked = ''
let answer: (response: ServerResponse) => void = (response) => response.end()
const server = createServer((request, response) => {
  asked = request.url ?? ''
  answer(response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => server.close())

test('what an ISBN stands for is told in the fields of a book', async () => {
  answer = (response) => response.end(JSON.stringify(SLOW_READING))
  assert.deepEqual(await lookUp(url, ISBN), {
    standing: 'found',
    book: {
      title: 'Slow reading: the benefits of taking time',
      author: 'John Miedema, Bo Author',
      pages: 92,
      year: 2009,
    },
  })
  assert.equal(asked, `/api/books?bibkeys=ISBN%3A${ISBN}&format=json&jscmd=data`)
})

test('a book of which little is known has the rest empty, and one that is not known is no fault', async () => {
  answer = (response) => response.end(JSON.stringify({ [`ISBN:${ISBN}`]: { title: 'Untitled', number_of_pages: 0 } }))
  const { book } = await lookUp(url, ISBN)
  assert.deepEqual(book, { title: 'Untitled', author: null, pages: null, year: null })
  answer = (response) => response.end('{}')
  assert.deepEqual(await lookUp(url, ISBN), { standing: 'unknown', book: null })
})

const BROKEN: Record<string, (response: ServerResponse) => void> = {
  'an error': (response) => response.writeHead(503).end(),
  'a page for people': (response) => response.end('<html>Maintenance</html>'),
  'something else': (response) => response.end('[1, 2]'),
  'a redirect to another place': (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'more than any book': (response) => response.end(' '.repeat(300_000)),
  'a cut line': (response) => response.destroy(),
}
for (const [what, broken] of Object.entries(BROKEN)) {
  test(`a catalogue that answers with ${what} is not there, and keeps nobody waiting`, async () => {
    answer = broken
    assert.deepEqual(await lookUp(url, ISBN), { standing: 'unreachable', book: null })
  })
}
