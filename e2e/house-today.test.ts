// What brings the features together, in a real browser: the day, the search, and one line that adds anything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, until, withoutTime } from './browser.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const part = (page: Page, name: string) => page.getByRole('list', { name }).getByRole('listitem')

test('a new day is empty and says so; what is due stands there, is ticked and taken back', { skip }, async () => {
  await withPage('today', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Ada Today')
    session = await page.context().storageState()
    await page.getByText('Nothing is waiting for you today').waitFor()
    await page.keyboard.press('n')
    const field = page.getByRole('textbox', { name: 'Add anything' })
    await field.fill('call Ana today #home')
    await page.getByText('Due Today · In Home').waitFor()
    await page.keyboard.press('Enter')
    await part(page, 'Due today').filter({ hasText: 'call Ana' }).getByText('Home').waitFor()

    await withoutTime(page, async () => {
      await page.getByRole('button', { name: 'Done: call Ana' }).click()
      await part(page, 'Due today').getByRole('button', { name: 'Undo', exact: true }).click()
    })
    await page.getByRole('button', { name: 'Done: call Ana' }).waitFor()
    await page.getByRole('button', { name: 'Done: call Ana' }).click()
    await until(async () => (await part(page, 'Due today').count()) === 0)
    await page.getByText('Nothing is waiting for you today').waitFor()
  })
})

test('one line adds anything: it says what it will become, lets it be changed, and Undo takes it back', {
  skip,
}, async () => {
  await withPage('quick-add', {}, async (page) => {
    await open(page, '/today#add')
    const field = page.getByRole('textbox', { name: 'Add anything' })
    const as = page.getByRole('combobox', { name: 'Add it as' })
    await field.fill('habit drink 8 glasses every day')
    await page.getByText('every day · 8 glasses').waitFor()
    assert.equal(await as.inputValue(), 'habit')
    await page.keyboard.press('Enter')
    await part(page, 'Habits').filter({ hasText: 'drink' }).waitFor()
    await page.getByRole('button', { name: 'Done: drink' }).click()
    await until(async () => (await part(page, 'Habits').count()) === 0)

    await field.fill('€12 pizza wasted')
    await page.keyboard.press('Enter')
    await page.getByText('“pizza” is in your wasted money').waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('“pizza” is in your wasted money').waitFor({ state: 'detached' })

    await field.fill('the sea in 9 days')
    await until(async () => (await as.inputValue()) === 'task')
    await as.selectOption('Countdown')
    await field.press('Enter')
    await part(page, 'Counting down').filter({ hasText: '9 days' }).waitFor()
    await assertClean(page, '/today')
    await open(page, '/search?q=pizza')
    await page.getByText('Nothing has the words “pizza”').waitFor()
  })
})

test('a key opens that line over any page; what lacks something is not added', { skip }, async () => {
  await withPage('quick-add-anywhere', {}, async (page) => {
    await open(page, '/today')
    await page.getByRole('link', { name: 'Habits' }).click()
    await page.getByRole('heading', { name: 'Habits', level: 1 }).waitFor()
    await page.keyboard.press('q')
    const field = page.getByRole('textbox', { name: 'Add anything' })
    await field.fill('event: dinner')
    await field.press('Enter')
    await page.getByText('Say when: lunch with Ana friday 13:00').waitFor()
    await assertClean(page, '/habits')
    await field.fill('dinner tomorrow 19:00-21:00')
    await page.getByText('Tomorrow · 19:00–21:00').waitFor()
    await field.press('Enter')
    await page.getByText('“dinner” is in your calendar').waitFor()
    await page.keyboard.press('q')
    await field.fill('lunch today 12:00-13:00 @ Riverside')
    await field.press('Enter')
    await page.getByText('“lunch” is in your calendar').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Page or action' }).fill('book Dune by Frank Herbert')
    await page
      .getByRole('option', { name: 'Add “book Dune by Frank Herbert” Book · “Dune” · by Frank Herbert' })
      .waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Control+Enter')
    await page.getByText('“Dune” is in your books').waitFor()
    assert.equal(new URL(page.url()).pathname, '/habits')
    await open(page, '/today')
    await part(page, 'Calendar').filter({ hasText: 'Riverside' }).getByText('12:00–13:00').waitFor()
  })
})

test('the search and the palette find by beginnings of words; the palette ticks where it finds', { skip }, async () => {
  await withPage('search', {}, async (page) => {
    await open(page, '/tasks')
    for (const line of ['water the zinnias', 'zip the bags']) {
      await page.getByRole('textbox', { name: 'Add a task' }).fill(line)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: line }).waitFor()
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Page or action' }).fill('zinn')
    await page.getByRole('option', { name: 'water the zinnias Task' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Completed “water the zinnias”').waitFor()
    await open(page, '/search?q=zi')
    const found = page.getByRole('list', { name: 'Found' }).getByRole('link')
    assert.deepEqual(await found.allTextContents(), ['zip the bags', 'water the zinnias'])
    await assertClean(page, '/search')
  })
})

test('what another tab or program does appears in this one, and what is being typed stays', { skip }, async () => {
  await withPage('live', {}, async (page) => {
    await open(page, '/tasks')
    const field = page.getByRole('textbox', { name: 'Add a task' })
    await field.fill('half a thought')
    const other = await page.context().newPage()
    await open(other, '/tasks')
    await other.getByRole('textbox', { name: 'Add a task' }).fill('from the other tab')
    await other.keyboard.press('Enter')
    await other.getByRole('link', { name: 'from the other tab' }).waitFor()
    await page.getByRole('link', { name: 'from the other tab' }).waitFor()
    assert.equal(await field.inputValue(), 'half a thought')
  })
})

test('everything is taken along as one file, and comes back with leave to replace', { skip }, async () => {
  await withPage('archive', {}, async (page) => {
    await open(page, '/account/data')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export everything' }).click()
    const download = await downloading
    assert.match(download.suggestedFilename(), /^ichrisbirch-\d{4}-\d\d-\d\d\.tar\.gz$/)
    await page.getByLabel('Archive (.tar.gz)').setInputFiles(await download.path())
    await page.getByText('Replace what I have here').click()
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText(/Everything is here: \d+ records/).waitFor()
    await open(page, '/tasks')
    await page.getByRole('link', { name: 'zip the bags' }).waitFor()
  })
})

test('no page wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
