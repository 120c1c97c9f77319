import type { Client } from '@ichrisbirch/contract/client'
import { type Place, pathOf } from '@ichrisbirch/contract/places'

const LIMIT_OF_API = 200
const MOST_PLACES = 2000

export type PlaceWithPath = Place & { names: string[]; path: string; depth: number }

/** All places in the order of a tree, each with the names of what it is in. */
export async function placesToChoose(api: Client): Promise<PlaceWithPath[]> {
  const places: Place[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Client['listPlaces']>> = await api.listPlaces({
      query: { limit: LIMIT_OF_API, ...(after !== null && { after }) },
    })
    places.push(...page.items)
    after = page.next
  } while (after !== null && places.length < MOST_PLACES)
  const byId = new Map(places.map((place) => [place.id, place]))
  return places
    .map((place) => {
      const names = pathOf(byId, place.id)
      return { ...place, names, path: names.join(' › '), depth: names.length - 1 }
    })
    .toSorted((a, b) => byNames(a.names, b.names))
}

/** A place comes right before what is in it, and “Shelf 2” before “Shelf 10”. */
function byNames(a: string[], b: string[]): number {
  for (const [depth, name] of a.entries()) {
    const other = b[depth]
    if (other === undefined) return 1
    const order = name.localeCompare(other, undefined, { numeric: true })
    if (order !== 0) return order
  }
  return a.length - b.length
}
