import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ago } from '../database/progress.ts'
import { environments, type Stack } from '../environments.ts'
import { askDatabase } from './ask-database.ts'
import { type Check, ok, problem, type Scene } from './check.ts'

const day = 86_400_000
/** A house that backs itself up every night has missed one; by hand nobody does it every day. */
const oldestDays = { itself: 2, byHand: 7 }

type Backup = { madeAt: number; by: 'itself' | 'byHand'; isVerified: boolean }

/** The newest backup of a house whose data is kept is not old. */
export const checkBackups: Check = async (scene) => {
  const { stack } = scene
  const isKept = environments[stack.environment].target !== 'testing'
  const isUsed = existsSync(join(stack.stateDirectory, 'secrets'))
  if (!isKept || !isUsed) return []
  const newest = await newestBackup(scene)
  const fix = `./cli/ichrisbirch ${stack.name} db snapshot`
  if (!newest) {
    // In development nothing of value need be there; in production it is what a person lives with.
    return stack.environment === 'prod'
      ? [problem('there is no backup of the database', fix)]
      : [ok('there is no snapshot of the database')]
  }
  const ageMs = Date.now() - newest.madeAt
  const what = `the newest backup is ${ago(ageMs)} old${newest.isVerified ? ', and was restored to prove it' : ''}`
  const isOld = stack.environment === 'prod' && ageMs > oldestDays[newest.by] * day
  return [isOld ? problem(what, fix) : ok(what)]
}

/** Of those made by hand and those that the house makes at night. */
async function newestBackup(scene: Scene): Promise<Backup | undefined> {
  const all = [...snapshots(scene.stack), ...(await nightly(scene))]
  return all.toSorted((a, b) => b.madeAt - a.madeAt)[0]
}

function snapshots({ stateDirectory }: Stack): Backup[] {
  const folder = join(stateDirectory, 'snapshots')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dump') && !name.startsWith('.'))
    .map((name) => ({ madeAt: statSync(join(folder, name)).mtimeMs, by: 'byHand', isVerified: false }))
}

/** What the house itself says, while it answers; a database that is older than these backups has no such table. */
async function nightly(scene: Scene): Promise<Backup[]> {
  const found = await askDatabase(scene, async (client) => {
    const { rows: table } = await client.query("select to_regclass('public.backups') as name")
    if (table[0]?.name === null) return []
    const { rows } = await client.query<{ ms: number; verified: boolean }>(
      `select extract(epoch from made_at)::float8 * 1000 as ms, verified_at is not null as verified
       from backups where removed_at is null and fault is null order by made_at desc limit 1`,
    )
    return rows.map(({ ms, verified }): Backup => ({ madeAt: ms, by: 'itself', isVerified: verified }))
  })
  return found ?? []
}
