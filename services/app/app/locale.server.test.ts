import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localeOf } from './locale.server.ts'

test("the reader's first language counts, by weight and not by place", () => {
  assert.equal(localeOf('de-AT,de;q=0.9,en;q=0.8'), 'de-AT')
  assert.equal(localeOf('en;q=0.5, fr;q=0.9'), 'fr')
})

test('a header that is missing or makes no sense means English', () => {
  for (const header of [null, '', '*', 'x-klingon', '"><script>', 'de;q=0']) assert.equal(localeOf(header), 'en-GB')
})
