// A real browser on the house that `test run` has started. It sets the addresses; without them there is no house.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const { APP_ORIGIN, API_ORIGIN, CHAT_ORIGIN } = process.env
export { CHAT_ORIGIN }
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const EVIDENCE = join(tmpdir(), 'ichrisbirch-e2e')
const FLAGS =
  // Through Traefik the certificate is our own: workers are refused by it unless the whole browser looks away.
  '--ignore-certificate-errors --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
// Pages answer in a tenth of a second; a busy machine has longer, and fails nothing.
const PATIENCE_MS = 30_000
const PASSWORD = 'correct horse battery staple'

/** Why the scenarios are left out, or false. */
export const skip = whyNot()
if (skip) console.log(`The browser scenarios are left out: ${skip}`)

/** axe looks at pages, and through Traefik they are the same: a minute and a half less for a run on Docker. */
export const skipAxe =
  skip || (APP_ORIGIN?.startsWith('https:') ? 'axe looks at the same pages on the local engine' : false)

function whyNot(): string | false {
  if (!APP_ORIGIN || !API_ORIGIN || !CHAT_ORIGIN) return 'APP_ORIGIN, API_ORIGIN and CHAT_ORIGIN name no running house.'
  if (!existsSync(CHROMIUM)) return `there is no Chromium at ${CHROMIUM}; CHROMIUM may name another place.`
  return false
}

let browser: Browser | undefined
/** What pages wrote to the console, and what they threw. */
export const consoleErrors: string[] = []
let networkChanges = 0

after(async () => {
  await browser?.close()
})

/** A page of a new browser context, watched for errors; its picture is kept when the scenario fails. */
export async function withPage(
  name: string,
  options: BrowserContextOptions,
  scenario: (page: Page) => Promise<void>,
): Promise<void> {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') })
  const context = await browser.newContext({
    baseURL: APP_ORIGIN ?? '',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // So that axe never meets a colour half way.
    reducedMotion: 'reduce',
    ignoreHTTPSErrors: true,
    // What a worker answers, `page.route` never sees; only the scenarios without a connection want one.
    serviceWorkers: 'block',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  page.on('pageerror', (error) => consoleErrors.push(`${page.url()}: ${error.stack}`))
  page.on('console', (message) => {
    // The machine's, not the page's: Chromium drops what is under way when a container's network comes or goes.
    if (message.text().includes('ERR_NETWORK_CHANGED')) networkChanges++
    else if (message.type() === 'error') consoleErrors.push(`${page.url()}: ${message.text()}`)
  })
  try {
    await scenario(page)
  } catch (error) {
    mkdirSync(EVIDENCE, { recursive: true })
    const picture = join(EVIDENCE, `${name}.png`)
    // The scenario may have closed its first page.
    await context.pages().at(-1)?.screenshot({ path: picture })
    console.log(`The page as it was: ${picture}`)
    throw error
  } finally {
    await context.close()
  }
}

// What runs in the page is text: this project's types know no browser.
const HYDRATED = "document.documentElement.hasAttribute('data-mantine-color-scheme')"
const TOO_WIDE = 'document.documentElement.scrollWidth > window.innerWidth'

/** What a page's cookies hold: passed on, it signs another page in. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>

/**
 * Meanwhile no time passes in the page: what it shows for two seconds is there as long as a busy machine needs to see
 * and click it.
 */
export async function withoutTime(page: Page, act: () => Promise<void>): Promise<void> {
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 1000)
  await act()
  await page.clock.resume()
}

/** Asks from here: the pages' content security policy lets nobody evaluate text inside them again and again. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It did not become so within ${PATIENCE_MS} ms: ${isSo.toString()}`)
    await setTimeout(50)
  }
}

/** Open, and taken over by its scripts: before that a click is a plain form's. */
export async function open(page: Page, path: string): Promise<void> {
  const before = networkChanges
  const opened = page.goto(path).then(() => until(() => page.evaluate<boolean>(HYDRATED)))
  await opened.catch(async (error: unknown) => {
    if (networkChanges === before && !String(error).includes('ERR_NETWORK_CHANGED')) throw error
    await open(page, path)
  })
}

/** The addresses of everything of a person that the browser has kept. */
export const keptPages = (page: Page) =>
  page.evaluate<string[]>(`(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('kept '))
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })()`)

/** The worker is there and has kept the main pages: from now on the connection may end. */
export const untilKept = (page: Page) => until(async () => (await keptPages(page)).includes('/account/categories.data'))

/** Makes an account by the pages, and ends on its day. @returns its e-mail address. */
export async function signUp(page: Page, name: string): Promise<string> {
  const email = `${name.split(' ')[0]?.toLowerCase()}-${process.pid}-${Date.now()}@example.org`
  await page.getByRole('link', { name: 'Make an account' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  return email
}

/** The views in which no page may have a fault: each width and each colour scheme once. */
export const VIEWS = [
  { width: 390, height: 844, colorScheme: 'dark' },
  { width: 1440, height: 900, colorScheme: 'light' },
] as const

const EVERY_RULE = "{ resultTypes: ['violations'], preload: false }"
const RULES_OF_COLOUR = "{ runOnly: ['color-contrast', 'link-in-text-block'], preload: false }"
const IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
const MANTINE_SCHEME = "document.documentElement.getAttribute('data-mantine-color-scheme')"

/** Nothing that axe can find is wrong with the page as it stands, and it does not scroll sideways. */
export async function assertClean(page: Page, path: string): Promise<void> {
  const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
  await page.evaluate(axe)
  assert.deepEqual(await faultsOf(page, EVERY_RULE), [], path)
  assert.equal(await page.evaluate<boolean>(TOO_WIDE), false, `${path} scrolls sideways`)
}

/**
 * As `assertClean`, and with the colours of the other scheme, so that the frame around every page is seen in both at each
 * width. The page is not loaded again for that.
 */
export async function assertCleanInBothSchemes(page: Page, path: string): Promise<void> {
  await assertClean(page, path)
  const [own, other] = (await page.evaluate<boolean>(IS_DARK))
    ? (['dark', 'light'] as const)
    : (['light', 'dark'] as const)
  await showIn(page, other)
  assert.deepEqual(await faultsOf(page, RULES_OF_COLOUR), [], `${path} in ${other}`)
  await showIn(page, own)
}

/** A string: it runs in the page, where axe is. */
function faultsOf(page: Page, options: string): Promise<string[]> {
  return page.evaluate<string[]>(
    `axe.run(${options}).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(', ')))`,
  )
}

async function showIn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  // Mantine writes it down a moment later; the chat and the page without scripts have only the media query.
  const shown = () => page.evaluate<string | null>(MANTINE_SCHEME)
  await until(async () => ((await shown()) ?? colorScheme) === colorScheme)
}
