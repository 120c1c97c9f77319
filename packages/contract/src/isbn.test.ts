import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isbn10Of, readIsbn } from './isbn.ts'
import { randomOf } from './testing.ts'

test('an ISBN is read with hyphens, spaces and either length, and kept as 13 digits', () => {
  for (const text of [
    '0-441-17271-7',
    '0441172717',
    'ISBN 978-0-441-17271-9',
    '978 0441172719',
    'isbn-13: 9780441172719',
  ])
    assert.equal(readIsbn(text), '9780441172719', text)
  assert.equal(readIsbn('080442957X'), '9780804429573')
  assert.equal(readIsbn('979-10-90636-07-1'), '9791090636071')
})

test('a wrong check digit, another length and a bar code of something else are no ISBN', () => {
  for (const text of ['0441172718', '9780441172718', '4006381333931', '978044117271', '0X41172717', '', 'Dune'])
    assert.equal(readIsbn(text), undefined, text)
})

test('every ISBN-10 comes back from its ISBN-13, and no digit of it can be changed unseen', () => {
  const random = randomOf(7)
  for (let round = 0; round < 200; round++) {
    const first = `978${String(Math.floor(random() * 1e9)).padStart(9, '0')}`
    const isbn = [...Array(10).keys()].map((digit) => `${first}${digit}`).find((text) => readIsbn(text))
    assert(isbn)
    const short = isbn10Of(isbn)
    assert(short)
    assert.equal(readIsbn(short), isbn)
    const place = Math.floor(random() * 9)
    const other = short.slice(0, place) + ((Number(short[place]) + 1) % 10) + short.slice(place + 1)
    assert.equal(readIsbn(other), undefined)
  }
})
