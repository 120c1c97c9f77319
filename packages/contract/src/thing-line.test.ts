import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readThingLine } from './thing-line.ts'

test('a line says what is packed, how many of it, and its flags', () => {
  const cases: [line: string, name: string, quantity: number, flags: string[]][] = [
    ['Winter coats', 'Winter coats', 1, []],
    ['3 plates', 'plates', 3, []],
    ['3 x plates', 'plates', 3, []],
    ['3x plates', 'plates', 3, []],
    ['plates ×3', 'plates', 3, []],
    ['2 Olive oil  #Liquid #essential', 'Olive oil', 2, ['essential', 'liquid']],
    ['#warm blanket x 2', 'blanket', 2, ['warm']],
    ['0 spoons', 'spoons', 1, []],
    ['9999999 pins', 'pins', 1_000_000, []],
    ['1984', '1984', 1, []],
    ['3D printer', '3D printer', 1, []],
    ['Box x', 'Box x', 1, []],
    ['#cables', '#cables', 1, []],
  ]
  for (const [line, name, quantity, flags] of cases) {
    const read = readThingLine(line)
    assert.deepEqual([read.name, read.quantity], [name, quantity], line)
    assert.deepEqual(
      (['essential', 'warm', 'liquid'] as const).filter((flag) => read[flag]),
      flags,
      line,
    )
  }
})
