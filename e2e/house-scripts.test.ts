// How much script each page loads, by the list of the built pages that the app serves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const { APP_ORIGIN } = process.env
/** Bytes, gzip: what a page may load before it works. The aim is 150,000 (docs/figures.md): nothing may go further from it. */
const MOST = 200_000
const LESS: Record<string, number> = { 'pages/today': 160_000, 'pages/sign-in': 155_000 }

interface Part {
  module: string
  imports?: string[]
}
interface Manifest {
  url: string
  entry: Part
  routes: Record<string, Part & { id: string; parentId?: string; hasDefaultExport: boolean }>
}

const filesOf = ({ module, imports = [] }: Part) => [module, ...imports]

async function readManifest(): Promise<Manifest> {
  const page = await (await fetch(`${APP_ORIGIN}/sign-in`)).text()
  const [address] = /\/assets\/manifest-[^"']+\.js/.exec(page) ?? []
  assert.ok(address, 'the page names the list of the built pages')
  const script = await (await fetch(`${APP_ORIGIN}${address}`)).text()
  return JSON.parse(script.slice(script.indexOf('{'), script.lastIndexOf('}') + 1)) as Manifest
}

test('no page loads more script than it may', {
  skip: !APP_ORIGIN && 'APP_ORIGIN names no running house.',
}, async () => {
  const { entry, routes, url } = await readManifest()
  const sizes = new Map<string, number>()
  const sizeOf = async (file: string) => {
    const known = sizes.get(file)
    if (known !== undefined) return known
    const response = await fetch(`${APP_ORIGIN}${file}`)
    assert.equal(response.status, 200, file)
    const size = gzipSync(Buffer.from(await response.arrayBuffer())).length
    sizes.set(file, size)
    return size
  }
  const faults: string[] = []
  for (const route of Object.values(routes).filter(({ hasDefaultExport }) => hasDefaultExport)) {
    const files = new Set([url, ...filesOf(entry)])
    for (let each: typeof route | undefined = route; each; each = routes[each.parentId ?? '']) {
      for (const file of filesOf(each)) files.add(file)
    }
    let sum = 0
    for (const file of files) sum += await sizeOf(file)
    if (sum > (LESS[route.id] ?? MOST)) faults.push(`${route.id} ${(sum / 1000).toFixed(1)} kB`)
  }
  assert.deepEqual(faults, [])
})
