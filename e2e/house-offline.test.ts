// The installed app in a real browser: it opens without a connection, and forgets at sign-out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, until } from './browser.ts'

let session: browser.Session | undefined
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true } as const

/** A page that may keep things, in a browser of its own; it was online, and has kept the main pages. */
const withKept = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(
    `offline-${name}`,
    { ...PHONE, ...(session && { storageState: session }), ...options, serviceWorkers: 'allow' },
    async (page) => {
      await open(page, session ? '/today' : '/')
      if (!session) {
        await signUp(page, 'Grace Hopper')
        session = await page.context().storageState()
        await add(page, 'find the moth')
      }
      await until(async () => (await keptPages(page)).includes('/more.data'))
      await scenario(page)
    },
  )

const add = async (page: Page, line: string) => {
  await page.getByRole('textbox', { name: 'Add a task' }).fill(line)
  await page.keyboard.press('Enter')
}

/** The addresses of everything of a person that the browser has kept. */
const keptPages = (page: Page) =>
  page.evaluate<string[]>(`(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('kept '))
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })()`)

/** A new page of the same browser, as after the app was closed. */
async function reopen(page: Page, path: string): Promise<Page> {
  const again = await page.context().newPage()
  await page.close()
  await again.goto(path)
  return again
}

test('the app can be installed: its manifest, icons and places are there', { skip }, async () => {
  await browser.withPage('offline-manifest', {}, async (page) => {
    await open(page, '/sign-in')
    const manifest = await (await page.request.get('/manifest.webmanifest')).json()
    assert.equal(manifest.display, 'standalone')
    assert.equal(manifest.share_target.action, '/articles')
    const shown = [...manifest.icons, ...manifest.shortcuts.flatMap(({ icons }: typeof manifest) => icons)]
    for (const { src } of [...shown, { src: '/icons/apple-touch-icon.png' }]) {
      assert.equal((await page.request.get(src)).status(), 200, src)
    }
  })
})

test('it opens without a connection with the last data, and says of when that is', { skip }, async () => {
  await withKept('opens', {}, async (page) => {
    await open(page, '/tasks')
    await page.getByRole('link', { name: 'find the moth' }).waitFor()
    await page.context().setOffline(true)
    await page.getByText(/^Offline, as of \d\d:\d\d$/).waitFor()

    const again = await reopen(page, '/tasks')
    await again.getByRole('link', { name: 'find the moth' }).waitFor()
    assert.equal(new URL(again.url()).pathname, '/tasks')
    await again.getByText(/^Offline, as of \d\d:\d\d$/).waitFor()
    await assertClean(again, 'the tasks without a connection')
    await again.getByRole('link', { name: 'Today' }).click()
    await again.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
    // Never opened on this device.
    await again.goto('/books/year')
    await again.getByText('this device has not kept that page').waitFor()
    await assertClean(again, '/offline')
    await again.getByRole('link', { name: 'Habits' }).click()
    await again.getByRole('heading', { name: 'Habits', level: 1 }).waitFor()

    await again.context().setOffline(false)
    await until(async () => (await again.getByText('Offline, as of').count()) === 0)
    await again.goto('/books/year')
    await again.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(new URL(again.url()).pathname, '/books/year')
  })
})

test('with a worker downloads come as files, and changes of others are shown as they happen', { skip }, async () => {
  await withKept('downloads', {}, async (page) => {
    await open(page, '/tasks')
    const other = await page.context().newPage()
    await open(other, '/tasks')
    await add(other, 'from the other tab')
    await page.getByRole('link', { name: 'from the other tab' }).waitFor()
    await open(page, '/account/data')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export everything' }).click()
    assert.match((await downloading).suggestedFilename(), /\.tar\.gz$/)
  })
})

test('after sign-out nothing of the person can be read here, with and without a connection', { skip }, async () => {
  await withKept('sign-out', {}, async (page) => {
    await open(page, '/more')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    session = undefined
    await until(async () => (await keptPages(page)).length === 0)
    await page.context().setOffline(true)
    const again = await reopen(page, '/tasks')
    await again.getByText('this device has kept nothing of it').waitFor()
    assert.doesNotMatch(await again.content(), /find the moth|Grace/)
  })
})

test('nothing but the missing connection was written to the console', { skip }, () => {
  assert.deepEqual(
    consoleErrors.filter((line) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED)/.test(line)),
    [],
  )
})
