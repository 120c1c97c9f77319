// The installed app in a real browser: it opens without a connection, and forgets at sign-out.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, until } from './browser.ts'

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
        await open(page, '/tasks')
        await add(page, 'find the moth')
      }
      await browser.untilKept(page)
      await scenario(page)
    },
  )

const add = async (page: Page, line: string) => {
  await page.getByRole('textbox', { name: 'Add a task' }).fill(line)
  await page.keyboard.press('Enter')
}

/** Whatever waits in the browser's database, of anybody. */
const EVERYTHING_WRITTEN = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('ichrisbirch')
  opening.onerror = reject
  opening.onsuccess = () => {
    const asking = opening.result.transaction('waiting').objectStore('waiting').getAll()
    asking.onsuccess = () => resolve(asking.result)
  }
})`

/** A new page of the same browser, as after the app was closed. */
async function reopen(page: Page, path: string): Promise<Page> {
  const again = await page.context().newPage()
  await page.close()
  await again.goto(path)
  return again
}

const online = (page: Page, isOnline: boolean) => page.context().setOffline(!isOnline)
const waits = (page: Page) => page.getByText(/waits? to be sent$/)
/** Sent, and shown as what the house has. */
const allSent = (page: Page) => until(async () => (await waits(page).count()) === 0)
const task = (page: Page, name: string) => page.getByRole('list', { name: 'Open tasks' }).getByRole('link', { name })

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
    await online(page, false)
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

    await online(again, true)
    await until(async () => (await again.getByText('Offline, as of').count()) === 0)
    await again.goto('/books/year')
    await again.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(new URL(again.url()).pathname, '/books/year')
    // A file is still a file, with the worker in between.
    await open(again, '/account/data')
    const downloading = again.waitForEvent('download')
    await again.getByRole('link', { name: 'Export everything' }).click()
    assert.match((await downloading).suggestedFilename(), /\.tar\.gz$/)
  })
})

test('what is done without a connection is shown at once, waits with the page closed, and is sent once', {
  skip,
}, async () => {
  await withKept('waits', {}, async (page) => {
    await open(page, '/tasks')
    await add(page, 'wind the clock')
    await task(page, 'wind the clock').waitFor()
    await online(page, false)
    await add(page, 'patch the cable')
    await page.getByRole('list', { name: 'Added here, not sent yet' }).getByText('patch the cable').waitFor()
    await page.getByRole('button', { name: 'Complete wind the clock' }).click()
    await until(async () => (await task(page, 'wind the clock').count()) === 0)
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'More' }).click()
    await page.getByRole('link', { name: 'Money wasted' }).click()
    await page.getByRole('textbox', { name: 'What the money went on' }).fill('a broken relay')
    await page.getByRole('textbox', { name: 'Amount' }).fill('12.50')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Added here, not sent yet' }).getByText('a broken relay').waitFor()

    const closed = await reopen(page, '/tasks')
    await closed.getByText('3 things wait to be sent').click()
    await closed.getByText('Complete “wind the clock”').waitFor()
    await closed.getByRole('button', { name: 'Discard: Complete “wind the clock”' }).click()
    await task(closed, 'wind the clock').waitFor()
    await closed.getByRole('button', { name: 'Undo', exact: true }).click()
    await closed.getByText('3 things wait to be sent').waitFor()
    await assertClean(closed, 'what waits')
    assert.equal(await task(closed, 'wind the clock').count(), 0)
    await online(closed, true)
    const again = await reopen(closed, '/tasks')
    await task(again, 'patch the cable').waitFor()
    await until(async () => (await task(again, 'wind the clock').count()) === 0)
    await again.goto('/money-wasted')
    const relay = again.getByRole('link', { name: 'a broken relay' })
    await relay.waitFor()
    await allSent(again)
    await open(again, '/tasks')
    assert.deepEqual(
      [await task(again, 'patch the cable').count(), await task(again, 'wind the clock').count()],
      [1, 0],
    )
    await open(again, '/money-wasted')
    assert.equal(await relay.count(), 1)
  })
})

test('an answer that is lost after the house has kept it makes nothing twice', { skip }, async () => {
  await withKept('lost', {}, async (page) => {
    await open(page, '/tasks')
    const losing = page.route('**/tasks.data*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await losing
    await add(page, 'solder twice')
    await task(page, 'solder twice').waitFor()
    await allSent(page)
    assert.equal(await task(page, 'solder twice').count(), 1)
  })
})

test('a tick that meets a newer edit of another device overrules nothing: both are shown', { skip }, async () => {
  await withKept('both', {}, async (page) => {
    await open(page, '/tasks')
    await add(page, 'test the adder')
    await task(page, 'test the adder').waitFor()
    await online(page, false)
    await page.getByRole('button', { name: 'Complete test the adder' }).click()
    await waits(page).waitFor()
    await browser.withPage('offline-other', { ...(session && { storageState: session }) }, async (other) => {
      await open(other, '/tasks')
      await task(other, 'test the adder').click()
      await other.getByRole('textbox', { name: 'Name' }).fill('test the adder in base 12')
      await other.getByRole('button', { name: 'Save' }).click()
      await task(other, 'test the adder in base 12').waitFor()
    })
    await online(page, true)
    const undecided = page.getByRole('region', { name: 'Changed elsewhere meanwhile: Complete “test the adder”' })
    await undecided.getByText('There it is “test the adder in base 12”, open').waitFor()
    await assertClean(page, 'both sides')
    await undecided.getByRole('button', { name: 'Do it all the same' }).click()
    await until(async () => (await undecided.count()) === 0)
    await until(async () => (await task(page, 'test the adder in base 12').count()) === 0)
  })
})

test('an entry of the journal begins without a connection, and is there once when the app is next opened', {
  skip,
}, async () => {
  await withKept('journal', {}, async (page) => {
    await open(page, '/journal')
    await online(page, false)
    await page.getByText('Offline, as of').waitFor()
    await page.getByRole('link', { name: 'Write', exact: true }).click()
    await page.getByRole('textbox', { name: 'Text' }).fill('Moths in the relay.')
    await page.getByText('It is kept on this device').waitFor()
    await online(page, true)
    const again = await reopen(page, '/today')
    await until(async () => {
      const { entries } = await again.evaluate<{ entries: number }>(
        `Promise.resolve({ entries: Object.keys(localStorage).filter((key) => key.startsWith('journal ')).length })`,
      )
      return entries === 0
    })
    await open(again, '/journal')
    assert.equal(await again.getByRole('link', { name: /Moths in the relay/ }).count(), 1)
  })
})

/** The house under another address, saying that it is of the build that `suffix` names. */
async function houseOfBuild(suffix: () => string): Promise<{ origin: string; close: () => void }> {
  const house = new URL(process.env['APP_ORIGIN'] ?? '')
  const proxy = createServer((asked, answer) => {
    const passed = request(
      new URL(asked.url ?? '/', house),
      { method: asked.method, headers: asked.headers },
      (got) => {
        const headers = { ...got.headers, 'x-build': `${String(got.headers['x-build'])}${suffix()}` }
        if (asked.url !== '/service-worker.js') {
          got.pipe(answer.writeHead(got.statusCode ?? 500, headers))
          return
        }
        void text(got).then((script) => {
          answer.writeHead(200, { 'content-type': 'text/javascript', 'x-build': headers['x-build'] })
          answer.end(script.replace(/("build":"\w+)/, `$1${suffix()}`))
        })
      },
    )
    passed.on('error', () => answer.destroy())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
  })
  await once(proxy.listen(0), 'listening')
  const { port } = proxy.address() as AddressInfo
  const close = () => {
    proxy.close()
    proxy.closeAllConnections()
  }
  return { origin: `http://${house.hostname}:${port}`, close }
}

test('a new build takes the place of the old one whole, and what the old one kept goes', {
  skip: skipAxe,
}, async () => {
  let suffix = 'one'
  const { origin, close } = await houseOfBuild(() => suffix)
  const caches = (page: Page) => page.evaluate<string[]>('caches.keys()')
  const keptOf = async (page: Page) => [
    ...new Set((await caches(page)).filter((name) => name.startsWith('kept ')).map((name) => name.slice(17, 20))),
  ]
  try {
    await withKept('builds', { baseURL: origin }, async (page) => {
      assert.deepEqual(await keptOf(page), ['one'])
      suffix = 'two'
      await open(page, '/tasks')
      await until(
        async () => (await keptOf(page)).join() === 'two' && (await browser.keptPages(page)).includes('/tasks.data'),
      )
      // The page was drawn before its new worker came: the next one comes whole, with its own scripts.
      await page.evaluate('window.isOfOldBuild = true')
      await page.getByRole('link', { name: 'Today' }).click()
      await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
      await until(() => page.evaluate<boolean>('window.isOfOldBuild === undefined'))
      // Pages that are still open find the files of theirs.
      assert.equal((await caches(page)).filter((name) => name.startsWith('assets ')).length, 2)
      await online(page, false)
      const again = await reopen(page, '/tasks')
      await task(again, 'find the moth').waitFor()
    })
  } finally {
    close()
  }
})

test('after sign-out nothing of the person can be read here, with and without a connection', { skip }, async () => {
  await withKept('sign-out', {}, async (page) => {
    await open(page, '/more')
    await online(page, false)
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Tasks' }).click()
    await add(page, 'a last thought')
    await waits(page).waitFor()
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'More' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('One thing was done here and is not sent yet').waitFor()
    await page.getByText('Add “a last thought”').waitFor()
    await page.getByRole('button', { name: 'Sign out and throw them away' }).click()
    await page.getByText('This device has forgotten what it kept').waitFor()
    await until(async () => (await browser.keptPages(page)).length === 0)
    await online(page, true)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    session = undefined
    await until(async () => (await browser.keptPages(page)).length === 0)
    assert.deepEqual(await page.evaluate<unknown[]>(EVERYTHING_WRITTEN), [])
    await online(page, false)
    const again = await reopen(page, '/tasks')
    await again.getByText('this device has kept nothing of it').waitFor()
    assert.doesNotMatch(await again.content(), /find the moth|Grace/)

    // Whoever is next here is shown nothing of it either.
    await online(again, true)
    await again.getByRole('heading', { name: 'Sign in' }).waitFor()
    await open(again, '/')
    await signUp(again, 'Howard Aiken')
    await until(async () => (await browser.keptPages(again)).includes('/account/categories.data'))
    await online(again, false)
    const theirs = await reopen(again, '/tasks')
    await theirs.getByText('Tasks are the things you want done').waitFor()
  })
})

test('nothing but the missing connection was written to the console', { skip }, () => {
  assert.deepEqual(
    consoleErrors.filter((line) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_RESET)/.test(line)),
    [],
  )
})
