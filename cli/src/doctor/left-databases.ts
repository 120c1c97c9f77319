import { databaseLock, openHouse } from '../database/house.ts'
import { cleanDatabases, leftDatabases } from '../database/left.ts'
import { ago, size } from '../database/progress.ts'
import { withLock } from '../lock.ts'
import { askDatabase } from './ask-database.ts'
import { type Check, ok, problem } from './check.ts'

const whatItIs = {
  scratch: 'a killed restore has left the database',
  before: 'a killed load has left the house as it was before, in the database',
}
const waitForOtherMs = 10_000

/** Databases beside the house take its disk, and one of them may hold what people wrote last. */
export const checkLeftDatabases: Check = async (scene) => {
  const { stack, engine } = scene
  if (!(await askDatabase(scene, async () => true))) return []
  const house = await openHouse(stack, engine)
  const left = await leftDatabases(house)
  if (left.length === 0) return [ok('nothing is left of killed loads')]
  const lock = { purpose: 'doctor --fix', waitMs: waitForOtherMs }
  const repair = () => withLock(databaseLock(stack), lock, async () => (await cleanDatabases(house)).join('; '))
  return left.map(({ name, kind, bytes, madeAt }, index) =>
    problem(
      `${whatItIs[kind]} ${name}: ${size(bytes)}, ${ago(Date.now() - Date.parse(madeAt))} old`,
      `./cli/ichrisbirch ${stack.name} db clean`,
      index === 0 ? repair : undefined, // one repair for all of them
    ),
  )
}
