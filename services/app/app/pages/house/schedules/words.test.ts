import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayDuration, sayLateness, sayRecent } from './words.ts'

test('a length of time is said in one unit that a person can picture', () => {
  const said = [0, 250, 4200, 59_000, 119_000, 120_000, 7_200_000, 200_000_000].map(sayDuration)
  assert.deepEqual(said, ['0 ms', '250 ms', '4.2 s', '59 s', '119 s', '2 min', '2 h', '2 days'])
})

test('a few seconds late is on time', () => {
  assert.equal(sayLateness(9000), 'on time')
  assert.equal(sayLateness(300_000), '5 min late')
})

test('the picture of the last runs says the same in words', () => {
  assert.equal(sayRecent([]), 'It has not run yet')
  assert.equal(sayRecent(['succeeded']), 'The last run: 1 succeeded')
  assert.equal(sayRecent(['succeeded', 'dead', 'succeeded']), 'The last 3 runs: 2 succeeded, 1 given up')
})
