import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CASES } from './conformance/cases.ts'
import { randomFrom } from './conformance/generator/chooser.ts'
import { generateCase } from './conformance/generator/generate.ts'
import { testSeed } from './conformance/seed.ts'
import { ComposeError } from './errors.ts'
import { parseLayers } from './read.ts'
import { readSimple } from './read-simple.ts'

/** Fails where the simple reader reads a text otherwise than the YAML parser, a place included; was it simple? */
function assertSame(text: string): boolean {
  const simple = readSimple('a.yml', text)
  if ('stopped' in simple) return false
  try {
    assert.deepEqual([simple.layer], parseLayers('a.yml', text), text)
  } catch (error) {
    if (error instanceof ComposeError) assert.fail(`refused by the parser: ${error.message}\n${text}`)
    throw error
  }
  return true
}

test('what is simple is read as the YAML parser reads it, to the column: every case and its mutilations', () => {
  const seed = testSeed()
  const random = randomFrom(seed)
  const generated = Array.from({ length: 60 }, (_, index) => generateCase(seed + index))
  const texts = [...CASES, ...generated].flatMap((example) => example.layers)
  const pieces = [
    '',
    '',
    ':',
    ': ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\n',
    '\n  ',
    ' ',
    ' #',
    '#',
    ',',
    '&a ',
    '!reset ',
    '!override ',
    '|',
    '? ',
    '\\',
    '~',
  ]
  let simple = 0
  for (const text of texts) {
    if (assertSame(text)) simple++
    for (let i = 0; i < 6; i++) {
      const at = Math.floor(random() * text.length)
      const piece = pieces[Math.floor(random() * pieces.length)] as string
      assertSame(text.slice(0, at) + piece + text.slice(at + Math.floor(random() * 3)))
    }
  }
  assert.ok(simple > texts.length / 3, `only ${simple} of ${texts.length} are simple`)
})
