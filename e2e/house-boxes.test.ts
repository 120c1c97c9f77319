// Boxes in a real browser, as a person who packs uses them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, VIEWS } from './browser.ts'
import { cameraBefore, IS_CAMERA_OFF } from './camera.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const rows = (page: Page, name: string) => page.getByRole('list', { name, exact: true }).getByRole('listitem')
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** One pixel. */
const PHOTO = {
  name: 'pans.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

test('boxes are made, packed and repacked by keyboard, and their flags follow what is in them', { skip }, async () => {
  await withPage('boxes-keyboard', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Max Mover')
    session = await page.context().storageState()
    await open(page, '/boxes')
    await page.getByText('Boxes say what is packed where').waitFor()
    await page.keyboard.press('n')
    for (const name of ['Kitchen', 'Books']) {
      await page.keyboard.type(name)
      await page.keyboard.press('Enter')
      await rows(page, 'Boxes').getByText(name).waitFor()
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: 'Kitchen' }).waitFor()
    await page.keyboard.press('n')
    for (const line of ['3 plates', 'Olive oil #liquid']) {
      await page.keyboard.type(line)
      await page.keyboard.press('Enter')
      await rows(page, 'In box 1')
        .filter({ hasText: line.slice(2, 6) })
        .waitFor()
    }
    await page.keyboard.press('Escape')
    const flagOfBox = page.getByRole('main').locator('p').getByRole('img', { name: 'Liquid' })
    await flagOfBox.waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await page.getByRole('combobox', { name: 'Where to' }).selectOption({ label: '2 Books' })
    await page.getByRole('button', { name: 'Move' }).press('Enter')
    await page.getByText('Moved one thing').waitFor()
    await flagOfBox.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await flagOfBox.waitFor()
    assert.equal(await rows(page, 'In box 1').count(), 2)
    await page.getByRole('checkbox', { name: 'Olive oil' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await flagOfBox.waitFor({ state: 'detached' })
    await open(page, '/boxes/deleted-things')
    await page.getByRole('button', { name: 'Restore Olive oil' }).click()
    await page.getByText('There are none').waitFor()
  })
})

test('on a phone a thing is found by a word in its box and place, and gets a photo', { skip }, async () => {
  await withPage('boxes-where', PHONE, async (page) => {
    await open(page, '/boxes/places')
    const line = page.getByRole('textbox', { name: 'Add a place' })
    for (const name of ['House', 'Garage']) {
      await line.fill(name)
      await line.press('Enter')
      await rows(page, 'Places').getByText(name, { exact: true }).first().waitFor()
    }
    await rows(page, 'Places').getByText('Garage', { exact: true }).first().tap()
    await page.getByRole('combobox', { name: 'Where Garage is' }).selectOption({ label: 'In House' })
    await rows(page, 'Places').filter({ hasText: 'Garage' }).first().getByRole('button', { name: 'Save' }).tap()
    await page.getByText('Saved “Garage”').waitFor()

    await open(page, '/boxes')
    const search = page.getByRole('searchbox', { name: 'Where is' })
    await search.fill('1')
    await search.press('Enter')
    await page.getByText('Change the box').tap()
    await page.getByRole('combobox', { name: 'Place' }).selectOption({ label: 'House › Garage' })
    await page.locator('input[type=file]').setInputFiles(PHOTO)
    await page.getByRole('button', { name: 'Save' }).tap()
    await page.getByRole('img', { name: 'What is in box 1' }).waitFor()

    await open(page, '/boxes?q=oliv')
    await rows(page, 'Things').getByTitle('House › Garage › Box 1: Kitchen').waitFor()
    await page.getByRole('link', { name: 'Olive oil' }).tap()
    await page.getByRole('dialog', { name: 'Thing: Olive oil' }).waitFor()
  })
})

test('in a cellar without a connection a thing is packed, and is in its box once there is one', { skip }, async () => {
  await withPage('boxes-offline', { ...PHONE, serviceWorkers: 'allow' }, async (page) => {
    await open(page, '/boxes/go?code=2')
    await browser.untilKept(page)
    await page.context().setOffline(true)
    await page.getByText('Offline').first().waitFor()
    const line = page.getByRole('textbox', { name: 'Pack a thing' })
    for (const thing of ['2 kettles', 'Jam #liquid']) {
      await line.fill(thing)
      await line.press('Enter')
      await rows(page, 'Added here, not sent yet').getByText(thing).waitFor()
    }
    await page.context().setOffline(false)
    await rows(page, 'In box 2').filter({ hasText: 'Jam' }).getByRole('img', { name: 'Liquid' }).waitFor()
    await rows(page, 'In box 2').filter({ hasText: 'kettles' }).getByText('× 2').waitFor()
    assert.equal(await rows(page, 'In box 2').count(), 2)
  })
})

test('labels are printed a sheet a page, also before their box is there, and lead to it once it is', {
  skip,
}, async () => {
  await withPage('boxes-labels', {}, async (page) => {
    await open(page, '/boxes/labels?from=1&to=8')
    assert.equal(await rows(page, 'Labels').count(), 8)
    await rows(page, 'Labels').filter({ hasText: 'House › Garage' }).waitFor()
    await open(page, '/boxes/labels?from=1&to=20')
    const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    assert.equal(printed.match(/\/Type \/Page\b/g)?.length, 3, 'pages of eight, eight and four')
    await open(page, '/boxes/go?code=7')
    await page.getByLabel('What it holds').fill('Winter')
    await page.getByRole('button', { name: 'Make box 7' }).click()
    await page.getByRole('heading', { name: 'Winter' }).waitFor()
    const box = page.url()
    await open(page, '/boxes/go?code=7')
    assert.equal(page.url(), box)
  })
})

test('a label held before the camera opens its box, and the camera is let go', { skip }, async () => {
  await withPage('boxes-scan', PHONE, async (page) => {
    await page.addInitScript(cameraBefore(`location.origin + '/boxes/go?code=7'`))
    await open(page, '/boxes')
    await page.getByRole('button', { name: 'Scan a label' }).tap()
    await page.getByRole('heading', { name: 'Winter' }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert(await page.evaluate<boolean>(IS_CAMERA_OFF))
  })
})

test('without scripts many things are ticked, moved at once, and moved back', { skip }, async () => {
  await withPage('boxes-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/boxes/go?code=1')
    for (const name of ['plates', 'Olive oil']) await page.getByRole('checkbox', { name }).check()
    await page.getByRole('combobox', { name: 'Where to' }).selectOption({ label: '2 Books' })
    await page.getByRole('button', { name: 'Move' }).click()
    await page.getByText('Nothing is in it yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('checkbox', { name: 'plates' }).waitFor()
  })
})

for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on the pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`boxes-axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of ['/boxes', '/boxes/places', '/boxes/labels', '/boxes/loose', '/boxes/deleted-things']) {
        await open(page, path)
        await assertClean(page, path)
      }
      await open(page, '/boxes/go?code=1')
      await page.getByText('Change the box').click()
      await page.getByRole('checkbox', { name: 'plates' }).check()
      await assertClean(page, 'a box')
      await page.getByRole('link', { name: 'Olive oil' }).click()
      await page.getByRole('dialog').waitFor()
      await assertClean(page, 'a thing')
    })
  })
}

test('no page wrote an error to the console', { skip }, () => {
  assert.deepEqual(
    consoleErrors.filter((line) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED)/.test(line)),
    [],
  )
})
