import { makeCopy, removeCopy } from './docker-house.ts'
import { makeHouse } from './dumps.ts'

/** Development in one copy of the checkout, now on one engine and now on the other; each has a database of its own. */
export async function makeMovingHouse() {
  const copy = makeCopy()
  const [local, containers] = [await makeHouse(copy, 'local'), await makeHouse(copy, 'docker')]
  const remove = async () => {
    await containers.tool('stop')
    removeCopy(copy)
  }
  return { copy, local, containers, remove }
}
