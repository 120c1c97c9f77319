import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorOf, finderIn } from './highlight-anchor.ts'

const TEXT = 'The river bends here. The river is wide.\n\nNobody knows where the river ends.'
const anchorAt = (words: string, from = 0) => {
  const start = TEXT.indexOf(words, from)
  return anchorOf(TEXT, start, start + words.length)
}
const place = (text: string, anchor: ReturnType<typeof anchorAt>) => finderIn(text)(anchor)
const found = (text: string, anchor: ReturnType<typeof anchorAt>) => {
  const at = place(text, anchor)
  return at && text.slice(at.start, at.end)
}

test('a passage is found where it was marked, also when its words stand elsewhere too', () => {
  for (const from of [0, 10, 30]) {
    const anchor = anchorAt('river', from)
    assert.equal(place(TEXT, anchor)?.start, anchor.position)
  }
})

test('a passage is found again in a text that was fetched anew: moved, and with other spaces', () => {
  const anchor = anchorAt('river is wide.\n\nNobody')
  const anew = `An advertisement. A river of words.\n${TEXT.replaceAll(/\s+/g, ' ')}`
  assert.equal(found(anew, anchor), 'river is wide. Nobody')
  assert.equal(
    place(anew, anchorAt('river', 30))?.start,
    anew.indexOf('river is') + 'river is wide. Nobody knows where the '.length,
  )
})

test('a passage whose words are gone is nowhere', () => {
  assert.equal(place('Something else.', anchorAt('river')), undefined)
  assert.equal(place('', anchorAt('river')), undefined)
  assert.equal(place(TEXT, { quote: '  ', before: '', after: '', position: 0 }), undefined)
})
