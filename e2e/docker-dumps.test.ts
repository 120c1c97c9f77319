import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { whyNoEngine } from './docker-house.ts'
import { tablesOf } from './dumps.ts'
import { makeMovingHouse } from './moving-house.ts'

// A house moves from the local engine into containers and back: the same rows, at every stage.
const skip = whyNoEngine()
if (skip) console.log(`docker-dumps.test.ts is skipped: ${skip}`)

describe('a house that moves between the engines', { skip, timeout: 12 * 60_000 }, () => {
  let house: Awaited<ReturnType<typeof makeMovingHouse>>
  before(async () => {
    house = await makeMovingHouse()
  })
  after(() => house?.remove())

  it('has the same rows after local → docker → local, and people sign in at each', async () => {
    const { copy, local, containers } = house
    await local.tool('start')
    await local.tool('db', 'seed', '--tasks', '2000')
    const first = join(copy, 'first.dump')
    await local.tool('db', 'dump', first)
    await local.tool('stop')

    await containers.tool('start', '--wait', '300')
    await containers.tool('db', 'load', first, '--yes')
    assert.equal(await containers.sql('select count(*) from tasks'), '2000')
    const second = join(copy, 'second.dump')
    await containers.tool('db', 'dump', second)
    assert.deepEqual(await tablesOf(second), await tablesOf(first))
    await containers.tool('db', 'verify', second)
    await containers.signIn('seed-1@example.org')
    await containers.tool('db', 'dump', '--format', 'custom', join(copy, 'custom.dump'))
    await containers.tool('stop')

    await local.tool('start')
    await local.tool('db', 'reset', '--yes')
    await local.tool('db', 'load', second, '--yes')
    const third = join(copy, 'third.dump')
    await local.tool('db', 'dump', third)
    await local.tool('stop')
    assert.deepEqual(await tablesOf(third), await tablesOf(first))
  })
})
