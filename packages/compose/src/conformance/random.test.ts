import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareGenerated } from './random.ts'
import { realVersion } from './real.ts'
import { testSeed } from './seed.ts'

const real = await realVersion()
const skip = 'missing' in real ? `no docker compose to compare with: ${real.missing}` : false
const COUNT = 150

test(`${COUNT} random stacks render, or are refused, as by docker compose, and each leaf is explained`, {
  skip,
}, async (context) => {
  const seed = testSeed()
  context.diagnostic(`seeds ${seed} to ${seed + COUNT - 1}: repeat with TEST_SEED=${seed}`)
  const { accepted, different } = await compareGenerated(seed, COUNT)
  assert.deepEqual(
    different.map(({ example, real, ours }) => ({ case: example.name, real, ours })),
    [],
  )
  assert.ok(accepted > COUNT / 4, `only ${accepted} of ${COUNT} stacks are accepted: the generator tries little`)
})
