import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyCheckout } from '../checkout.ts'
import { makeHouse } from '../dumps.ts'

const TASKS = 1_000_000

/** A house of a million tasks as a file and back, by the command line on the local engine, in a copy of the checkout. */
export async function measureDumps(): Promise<{ what: string; measured: string; aim: string }[]> {
  const copy = mkdtempSync(join(tmpdir(), 'ichrisbirch-bench-'))
  copyCheckout(copy)
  const house = await makeHouse(copy, 'local')
  const file = join(copy, 'million.dump')
  const timed = async (...words: string[]) => {
    const begun = performance.now()
    await house.tool('db', ...words)
    return `${((performance.now() - begun) / 1000).toFixed(1)} s`
  }
  await house.tool('start')
  try {
    const seed = await timed('seed', '--tasks', String(TASKS))
    const dump = await timed('dump', file)
    const verify = await timed('verify', file)
    await house.tool('db', 'reset', '--yes')
    const load = await timed('load', file, '--yes')
    const megabytes = (statSync(file).size / 1e6).toFixed(0)
    return [
      { what: 'seed of 1,000,000 tasks', measured: seed, aim: '' },
      { what: `dump of 1,000,000 tasks, ${megabytes} MB`, measured: dump, aim: '60 s' },
      { what: 'verify of it', measured: verify, aim: '' },
      { what: 'load of it into an empty house', measured: load, aim: '60 s' },
    ]
  } finally {
    await house.tool('stop')
    rmSync(copy, { recursive: true, force: true })
  }
}
