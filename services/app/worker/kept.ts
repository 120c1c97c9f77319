// What was shown of one person's pages, kept on their device: the answers from which the pages are drawn.

/** Set by the app on the answers that a device may keep: whose they are. */
const OWNER_HEADER = 'x-kept-for'
/** Set by the app on every answer: which build of the pages it is for. */
const BUILD_HEADER = 'x-build'
const PREFIX = 'kept '
/** The part that is in the answer for every page: one that begins on this device takes it from another. */
const FRAME = 'frame/frame'
/** As many pages as a person opens in a few days. The oldest go first. */
const MAX_PAGES = 120

/** Counts how often all was forgotten: an answer that was asked for before must not come back after it. */
let timesForgotten = 0
export const sinceForgotten = () => timesForgotten

/**
 * Keeps an answer if it is a page's, of this build, and nothing was forgotten since it was asked for. Another person's
 * pages go when the first of this one comes.
 */
export async function keep(build: string, address: URL, answer: Response, since: number): Promise<void> {
  const owner = answer.headers.get(OWNER_HEADER)
  // An answer for some of a page's parts only would stand for the whole page.
  if (answer.status !== 200 || !owner || address.searchParams.has('_routes')) return
  // The house has got a new build: its pages are kept by its own worker, which takes over soon.
  if (answer.headers.get(BUILD_HEADER) !== build) return
  const { status, headers } = answer
  const body = await answer.arrayBuffer()
  if (since !== timesForgotten) return
  const name = `${PREFIX}${build} ${owner}`
  const cache = await caches.open(name)
  for (const other of await keptNames()) if (other !== name) await caches.delete(other)
  await cache.put(address, new Response(body, { status, headers }))
  const pages = await cache.keys()
  for (const oldest of pages.slice(0, Math.max(0, pages.length - MAX_PAGES))) await cache.delete(oldest)
}

/** The last answer of an address, of this build and whoever is signed in here. */
export async function find(build: string, address: URL): Promise<Response | undefined> {
  const whole = new URL(address)
  whole.searchParams.delete('_routes')
  for (const name of await keptNames()) {
    if (!name.startsWith(`${PREFIX}${build} `)) continue
    const cache = await caches.open(name)
    const answer = await cache.match(whole, { ignoreVary: true })
    if (answer) return answer
    if (address.searchParams.get('_routes') !== FRAME) continue
    const newest = (await cache.keys()).at(-1)
    if (newest) return cache.match(newest, { ignoreVary: true })
  }
  return undefined
}

/** Nothing of anybody's pages stays. */
export async function forget(): Promise<void> {
  timesForgotten++
  for (const name of await keptNames()) await caches.delete(name)
}

/** What an older build has kept cannot be drawn by this one. */
export async function forgetOtherBuilds(build: string): Promise<void> {
  for (const name of await keptNames()) if (!name.startsWith(`${PREFIX}${build} `)) await caches.delete(name)
}

async function keptNames(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX))
}
