// The journal in a real browser: nothing that was typed is lost, and days are found again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, until, VIEWS } from './browser.ts'

let session: browser.Session | undefined
let entry = ''

const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(`journal-${name}`, { ...(session && { storageState: session }), ...options }, scenario)

const text = (page: Page) => page.getByRole('textbox', { name: 'Text' })
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click()
/** A picture of one point. */
const PHOTO = {
  name: 'sea.gif',
  mimeType: 'image/gif',
  buffer: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
}

/** A grey picture as large as a phone makes them. */
function largePhoto() {
  const chunk = (name: string, content: Buffer) => {
    const named = Buffer.concat([Buffer.from(name), content])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(content.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const size = Buffer.from([0, 0, 4000 >> 8, 4000 & 255, 0, 0, 3000 >> 8, 3000 & 255, 8, 0, 0, 0, 0])
  const parts = [
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(4001 * 3000))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  const buffer = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
  return { name: 'large.png', mimeType: 'image/png', buffer }
}

test('an entry begins with what its day held, and has a mood, tags and a photo', { skip }, async () => {
  await withPage('write', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Virginia Woolf')
    session = await page.context().storageState()
    await open(page, '/tasks')
    await page.getByRole('textbox', { name: 'Add a task' }).fill('walk to the lighthouse')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Complete walk to the lighthouse' }).click()
    await page.getByRole('button', { name: 'Reopen walk to the lighthouse' }).waitFor()
    await open(page, '/journal')
    await page.getByText('A journal keeps what your days were like').waitFor()
    await page.getByRole('link', { name: 'Write', exact: true }).click()
    await text(page).fill('A **clear** day.')
    await page.getByRole('button', { name: 'Add what this day held' }).click()
    await until(async () => (await text(page).inputValue()).includes('- walk to the lighthouse'))
    await page.getByRole('radio', { name: 'Good' }).check()
    await page.getByRole('textbox', { name: 'Tags' }).fill('Sea, new york')
    await page.getByLabel('Add photos').setInputFiles([PHOTO, largePhoto()])
    await page.getByLabel('Keep photo 2').waitFor()
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('region', { name: 'Preview' }).locator('strong', { hasText: 'clear' }).waitFor()
    await save(page)
    await page.getByRole('article').locator('strong', { hasText: 'clear' }).waitFor()
    entry = new URL(page.url()).pathname
    await page.getByRole('link', { name: '#new york' }).waitFor()
    const shown = page.getByRole('list', { name: 'Photos' }).locator('img')
    const photo = await page.request.get((await shown.first().getAttribute('src')) ?? '')
    assert.deepEqual([photo.status(), photo.headers()['content-type']], [200, 'image/gif'])
    assert.deepEqual(await photo.body(), PHOTO.buffer)
    const shrunk = await page.request.get((await shown.last().getAttribute('src')) ?? '')
    assert.equal(shrunk.headers()['content-type'], 'image/jpeg')
    assert.deepEqual(
      [await shown.last().getAttribute('width'), await shown.last().getAttribute('height')],
      ['2048', '1536'],
    )
  })
})

test('with the house away what is typed stays in the browser, and is sent when it answers', { skip }, async () => {
  await withPage('away', {}, async (page) => {
    await open(page, `${entry}/write`)
    await page.route('**/save', (route) => route.abort())
    await text(page).fill('Rain, and the house did not answer.')
    await page.getByText('The house does not answer. It is kept on this device').waitFor()
    await open(page, '/journal')
    await page.getByText('Not sent yet: “Rain, and the house').waitFor()
    await page.unroute('**/save')
    await page.getByRole('link', { name: 'Go on writing' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await open(page, entry)
    await page.getByRole('article').getByText('Rain, and the house did not answer.').waitFor()
  })
})

test('of two devices that change one entry, the slower one is shown both', { skip }, async () => {
  await withPage('both', {}, async (page) => {
    await open(page, `${entry}/write`)
    await withPage('both-other', {}, async (other) => {
      await open(other, `${entry}/write`)
      await text(other).fill('Written on the phone.')
      await save(other)
      await other.getByRole('article').getByText('Written on the phone.').waitFor()
    })
    await text(page).fill('Written on the laptop.')
    await page.getByRole('button', { name: 'Show both' }).click()
    await page.getByRole('button', { name: 'Put them below' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    assert.equal(await text(page).inputValue(), 'Written on the phone.\n\nWritten on the laptop.')
  })
})

test('the calendar is walked by arrow keys, and a day of the past is written about', { skip }, async () => {
  await withPage('calendar', {}, async (page) => {
    await open(page, '/journal/calendar?month=2024-02')
    await page.getByRole('link', { name: /^Wednesday,? 28 February 2024: write/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await text(page).waitFor()
    assert.equal(await page.getByLabel('Day', { exact: true }).inputValue(), '2024-02-29')
    await text(page).fill('A leap day.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: /29 February 2024/ }).waitFor()
    await open(page, '/journal/calendar?month=2024-02')
    await page.getByRole('link', { name: /29 February 2024: 1 entry/ }).click()
    await page.getByRole('link', { name: 'A leap day.' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'A leap day.' }).waitFor()
    await open(page, '/journal?q=leap')
    await page.getByRole('link', { name: 'A leap day.' }).waitFor()
  })
})

test('without scripts an entry is written, gathered, previewed and changed by plain forms', { skip }, async () => {
  await withPage('no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/journal/new?day=2025-05-01')
    await text(page).fill('By *hand*.')
    await page.getByLabel('Add photos').setInputFiles(PHOTO)
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('region', { name: 'Preview' }).locator('em').waitFor()
    await page.getByLabel('Keep photo 1').waitFor()
    await save(page)
    await page.getByRole('article').locator('em', { hasText: 'hand' }).waitFor()
    await page.getByRole('link', { name: 'Change' }).click()
    await page.getByLabel('Keep photo 1').uncheck()
    await save(page)
    await page.getByRole('article').waitFor()
    assert.equal(await page.getByRole('list', { name: 'Photos' }).count(), 0)
  })
})

const PAGES = ['/journal', '/journal/calendar', '/journal/moods', '/journal/deleted', '/journal/new']
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing in the journal, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of [...PAGES, entry]) {
        await open(page, path)
        await assertClean(page, path)
      }
    })
  })
}

test('the journal wrote no error to the console but for the house that was away', { skip }, () => {
  assert.deepEqual(
    consoleErrors.filter((line) => !line.includes('net::ERR_FAILED') && !line.includes('status of 409')),
    [],
  )
})
