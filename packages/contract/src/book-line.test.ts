import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBookLine } from './book-line.ts'

test('a line is a title, with its author after “by”, its tags and its ISBN wherever they stand', () => {
  assert.deepEqual(readBookLine('Dune by Frank Herbert #novel #SF'), {
    title: 'Dune',
    author: 'Frank Herbert',
    tags: ['novel', 'sf'],
    isbn: null,
  })
  assert.deepEqual(readBookLine('Dune 0-441-17271-7 by Frank Herbert'), {
    title: 'Dune',
    author: 'Frank Herbert',
    tags: [],
    isbn: '9780441172719',
  })
  assert.deepEqual(readBookLine('Death by Water by Kenzaburo Oe').title, 'Death by Water')
})

test('an ISBN alone leaves no title, and a number that is none stays in it', () => {
  assert.deepEqual(readBookLine('ISBN 978 0 441 17271 9'), { title: '', author: null, tags: [], isbn: '9780441172719' })
  assert.equal(readBookLine('1984').title, '1984')
  assert.equal(readBookLine('Call 0441172718 now').title, 'Call 0441172718 now')
})
