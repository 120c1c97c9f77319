// Opens the house without a connection: see docs/decisions, "the pages' data is kept, not the pages".
import { find, forget, forgetOtherBuilds, keep, sinceForgotten } from './kept.ts'

/** Written above this script by the server: what the build is called, and its files. */
interface Build {
  build: string
  assets: string[]
}
declare const self: ServiceWorkerGlobalScope & { house: Build }

const { build, assets } = self.house
const ASSETS_PREFIX = 'assets '
const ASSETS = ASSETS_PREFIX + build
/** The one document that is kept: it holds nothing of anybody, and opens the page that was asked for. */
const DOCUMENT = '/offline'
/** On a bad line, what is kept is better than what may come. */
const PATIENCE_MS = 8000
/** A proxy, or the app itself, says that nothing behind it answers. */
const AWAY = [502, 503, 504]
/** Files that are saved rather than shown, and pages that are never kept: the browser asks for them by itself. */
const NOT_OURS = /^\/(account|house|photos|live|health)(\/|$)|\/(export|archive|feed)(\/|$)|\.\w+$/

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

/** All files of the build, or nothing: a worker that has only some of them is not installed. */
async function install(): Promise<void> {
  await caches.delete(ASSETS)
  const cache = await caches.open(ASSETS)
  const document = await fetch(DOCUMENT, { cache: 'no-store' })
  if (!document.ok || document.headers.get('x-build') !== build) throw new Error('The house has another build by now')
  await cache.put(DOCUMENT, document)
  await cache.addAll(assets)
  await self.skipWaiting()
}

/** The files of the build before stay: pages that are open still ask for them. */
async function activate(): Promise<void> {
  const all = (await caches.keys()).filter((name) => name.startsWith(ASSETS_PREFIX))
  for (const old of all.slice(0, -2)) await caches.delete(old)
  await forgetOtherBuilds(build)
  await self.clients.claim()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (url.pathname.endsWith('.data')) event.respondWith(data(event, url))
  else if (request.mode === 'navigate' && !NOT_OURS.test(url.pathname)) event.respondWith(page(request, url))
})

/** Their names change with their content, so whatever has the name is right. */
async function asset(request: Request): Promise<Response> {
  const there = await caches.match(request, { ignoreVary: true })
  if (there) return there
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(ASSETS)).put(request, answer.clone())
  return answer
}

/** The house's own page; without it the kept document, which asks for the data of the page. */
async function page(request: Request, url: URL): Promise<Response> {
  const document = await caches.match(DOCUMENT, { cacheName: ASSETS, ignoreVary: true })
  if (url.pathname === DOCUMENT && document) return document
  const instead = () => Response.redirect(`${DOCUMENT}?to=${encodeURIComponent(url.pathname + url.search)}`)
  const asked = fetch(request)
  const inTime = await Promise.race([asked.catch(() => undefined), patience()])
  if (inTime && !AWAY.includes(inTime.status)) {
    if (url.pathname === '/sign-in' && inTime.ok) await forget()
    return inTime
  }
  if (document && (await find(build, dataOf(url)))) return instead()
  return document ? asked.catch(instead) : asked
}

/** What a page is drawn from: of the house, and if it does not answer the last that it said. */
async function data(event: FetchEvent, url: URL): Promise<Response> {
  const since = sinceForgotten()
  const asked = fetch(event.request)
  event.waitUntil(asked.then((answer) => learn(url, answer.clone(), since)).catch(nothingAnswers))
  const inTime = await Promise.race([asked.catch(() => undefined), patience()])
  if (inTime && !AWAY.includes(inTime.status)) return inTime
  return (await find(build, url)) ?? asked
}

async function learn(url: URL, answer: Response, since: number): Promise<void> {
  // Who is to sign in has no session here any more, however it ended.
  if (url.pathname === '/sign-in.data' && answer.ok) return forget()
  const theirs = answer.headers.get('x-build')
  if (theirs && theirs !== build) await self.registration.update()
  await keep(build, url, answer, since)
}

self.addEventListener('message', (event) => {
  const { keep: addresses, forget: isEnd } = event.data as { keep?: string[]; forget?: true }
  if (isEnd) event.waitUntil(forget())
  if (addresses) event.waitUntil(keepAll(addresses))
})

/** Pages that were not opened here yet, one after the other: nobody waits for them. */
async function keepAll(addresses: string[]): Promise<void> {
  const since = sinceForgotten()
  for (const address of addresses) {
    const url = dataOf(new URL(address, self.location.origin))
    const answer = await fetch(url).catch(nothingAnswers)
    if (!answer) return
    await learn(url, answer, since)
  }
}

/** Where a page's data is; the router asks for it there too. */
function dataOf(page: URL): URL {
  const path = page.pathname === '/' ? '/today' : page.pathname.replace(/\/$/, '')
  return new URL(`${path}.data${page.search}`, page.origin)
}

const patience = () => new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS))

/** Without a connection there is nothing to keep; the page has said so already. */
const nothingAnswers = (): undefined => undefined
