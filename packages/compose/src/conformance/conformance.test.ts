import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Case } from './case.ts'
import { CASES } from './cases.ts'
import { MERGING } from './cases/merging.ts'
import { type Folder, forEachAtOnce, realVersion, renderOurs, renderReal, type Rendered, writeCase } from './real.ts'
import { placeless, readRecorded } from './record.ts'

const real = await realVersion()
const skip = 'missing' in real ? `no docker compose to compare with: ${real.missing}` : false

/** Both accept and agree in every value, or both refuse. */
function assertSame(ours: Rendered, theirs: Rendered | undefined): void {
  assert.ok(theirs, 'nothing is recorded for this case: run node packages/compose/src/conformance/record.ts')
  if ('refused' in theirs) {
    assert.ok('refused' in ours, `Compose refuses: ${theirs.refused}`)
    return
  }
  assert.ok(!('refused' in ours), `Compose accepts what we refuse: ${'refused' in ours ? ours.refused : ''}`)
  assert.deepEqual(ours.json, theirs.json)
}

describe('loadProject returns what docker compose config was recorded to print', () => {
  const recorded = readRecorded()
  for (const example of CASES) {
    test(example.name, () => {
      const folder = writeCase(example)
      assertSame(placeless(renderOurs(example, folder), folder), recorded.results[example.name])
    })
  }

  test('every case has a name of its own', () => {
    assert.equal(new Set(CASES.map((example) => example.name)).size, CASES.length)
  })
})

// All cases take the real program half a minute; the rules of merging, where its versions differ most, are asked each time.
const live = process.env.CONFORMANCE === 'all' ? CASES : MERGING

describe('loadProject returns what docker compose config prints here and now', { skip }, () => {
  const results = new Map<Case, { folder: Folder; rendered: Rendered }>()

  before(async () => {
    await forEachAtOnce(live, 3, async (example) => {
      const folder = writeCase(example)
      results.set(example, { folder, rendered: await renderReal(example, folder) })
    })
  })

  for (const example of live) {
    test(example.name, () => {
      const result = results.get(example)
      assert.ok(result)
      assertSame(renderOurs(example, result.folder), result.rendered)
    })
  }
})

describe('our own environments', { skip }, () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const file = (name: string): string => `${root}docker-compose${name === '' ? '' : `.${name}`}.yml`
  const environments: Record<string, string[]> = {
    prod: [''],
    dev: ['', 'dev'],
    testing: ['', 'test'],
    ci: ['', 'test', 'ci'],
  }

  for (const [name, layers] of Object.entries(environments)) {
    test(`${name} renders to what docker compose config prints`, async () => {
      const folder: Folder = { path: root, layers: layers.map(file) }
      const example: Case = { name, layers: [], environment: { DOMAIN: 'example.org', AWS_REGION: 'x' } }
      assertSame(renderOurs(example, folder), await renderReal(example, folder))
    })
  }
})
