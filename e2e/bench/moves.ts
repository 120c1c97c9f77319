import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { whyNoEngine } from '../docker-house.ts'
import { tablesOf } from '../dumps.ts'
import { makeMovingHouse } from '../moving-house.ts'

const TASKS = 1_000_000

/** A house of a million tasks moves into containers and back: how long each way takes, and that no row is another. */
export async function measureMoves(): Promise<{ what: string; measured: string; aim: string }[]> {
  const reason = whyNoEngine()
  if (reason) return [{ what: 'a house that moves between the engines', measured: reason, aim: '60 s' }]
  const { copy, local, containers, remove } = await makeMovingHouse()
  const file = (name: string) => join(copy, `${name}.dump`)
  const figures: { what: string; measured: string; aim: string }[] = []
  const timed = async (house: typeof local, what: string, ...words: string[]) => {
    const begun = performance.now()
    await house.tool('db', ...words)
    const measured = `${((performance.now() - begun) / 1000).toFixed(1)} s`
    console.log(`${what}: ${measured}`)
    figures.push({ what, measured, aim: '60 s' })
  }
  try {
    await local.tool('start')
    await local.tool('db', 'seed', '--tasks', String(TASKS))
    await timed(local, 'local: dump of 1,000,000 tasks', 'dump', file('first'))
    await local.tool('stop')

    await containers.tool('start', '--wait', '300')
    await timed(containers, 'docker: load of that', 'load', file('first'), '--yes')
    await timed(containers, 'docker: dump of it', 'dump', file('second'))
    assert.deepEqual(await tablesOf(file('second')), await tablesOf(file('first')))
    await containers.tool('stop')

    await local.tool('start')
    await local.tool('db', 'reset', '--yes')
    await timed(local, 'local: load of that', 'load', file('second'), '--yes')
    await local.tool('db', 'dump', file('third'))
    assert.deepEqual(await tablesOf(file('third')), await tablesOf(file('first')))
    await local.tool('stop')
    const megabytes = (statSync(file('first')).size / 1e6).toFixed(0)
    return [...figures, { what: 'rows of all three dumps', measured: `equal, ${megabytes} MB`, aim: 'equal' }]
  } finally {
    await local.tool('stop')
    await remove()
  }
}
