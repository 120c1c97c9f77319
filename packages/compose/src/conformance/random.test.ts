import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareGenerated } from './random.ts'
import { realVersion } from './real.ts'

const real = await realVersion()
const skip = 'missing' in real ? `no docker compose to compare with: ${real.missing}` : false

test('100 random stacks render, or are refused, as by docker compose', { skip }, async (context) => {
  const seed = Number(process.env.CONFORMANCE_SEED ?? Date.now() % 1_000_000_000)
  context.diagnostic(`seeds ${seed} to ${seed + 99}: repeat with CONFORMANCE_SEED=${seed}`)
  const { accepted, different } = await compareGenerated(seed, 100)
  assert.deepEqual(
    different.map(({ example, real, ours }) => ({ case: example.name, real, ours })),
    [],
  )
  assert.ok(accepted > 30, `only ${accepted} of 100 stacks are accepted: the generator tries little`)
})
