// Books and boxes in a real browser, as a person uses them.
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, VIEWS } from './browser.ts'
import { cameraBefore } from './camera.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const shelf = (page: Page, name: string) => page.getByRole('list', { name, exact: true }).getByRole('listitem')
const fixture = (name: string) => fileURLToPath(new URL(`../services/api/test-fixtures/books/${name}`, import.meta.url))

test('a line adds a book, which is started, finished and taken back by keyboard', { skip }, async () => {
  await withPage('books-add', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Bea Bookworm')
    session = await page.context().storageState()
    await open(page, '/books')
    await page.getByText('Books are what you read').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('Dune by Frank Herbert #novel')
    await page.keyboard.press('Enter')
    await shelf(page, 'To read').getByText('Frank Herbert').waitFor()
    await page.keyboard.type('Emma by Jane Austen')
    await page.keyboard.press('Enter')
    await shelf(page, 'To read').getByText('Emma').waitFor()
    await page.keyboard.press('Escape')
    await shelf(page, 'To read').filter({ hasText: 'Dune' }).hover()
    await page.getByRole('button', { name: 'Start: Dune' }).click()
    await shelf(page, 'Reading').getByText('Dune').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await page.getByText('Finished “Dune”').waitFor()
    await page.keyboard.press('Control+z')
    await shelf(page, 'Reading').getByText('Dune').waitFor()
  })
})

test('an ISBN alone opens a new book, and the same ISBN again the book that is there', { skip }, async () => {
  await withPage('books-isbn', {}, async (page) => {
    await open(page, '/books')
    const line = page.getByRole('textbox', { name: 'Add a book' })
    await line.fill('0-552-13703-0')
    await line.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'New book' })
    assert.equal(await drawer.getByLabel('ISBN').inputValue(), '9780552137034')
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Good Omens')
    await drawer.getByRole('radio', { name: 'Read', exact: true }).check()
    await drawer.getByRole('radio', { name: '4.5 of 5 stars' }).check()
    await drawer.getByLabel('ISBN').fill('978-0-552-13703-1')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByText('its digits do not add up').first().waitFor()
    await drawer.getByLabel('ISBN').fill('978-0-552-13703-4')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await line.fill('9780552137034')
    await line.press('Enter')
    await page.getByRole('dialog', { name: 'Book: Good Omens' }).waitFor()
    assert.equal(await page.getByRole('radio', { name: '4.5 of 5 stars' }).isChecked(), true)
  })
})

test('the bars of a book before the camera open it, or a new one with their ISBN', { skip }, async () => {
  await withPage('books-scan', { viewport: { width: 390, height: 844 } }, async (page) => {
    for (const [isbn, title] of [
      ['9780552137034', 'Book: Good Omens'],
      ['9780441172719', 'New book'],
    ]) {
      await page.addInitScript(cameraBefore(`'${isbn}'`))
      await open(page, '/books')
      await page.getByRole('button', { name: 'Scan an ISBN' }).click()
      await page.getByRole('dialog', { name: title ?? '' }).waitFor()
      assert.equal(await page.getByLabel('ISBN', { exact: true }).inputValue(), isbn)
    }
  })
})

test('a Goodreads file is brought in with its faults by line, and the year shows it', { skip }, async () => {
  await withPage('books-import', {}, async (page) => {
    await open(page, '/books/import')
    await page.getByLabel('CSV file').setInputFiles(fixture('goodreads-malformed.csv'))
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('3 books added').waitFor()
    await page.getByText('a quotation mark is opened here and never closed').waitFor()
    await page.getByLabel('CSV file').setInputFiles(fixture('goodreads.csv'))
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('1 book added, 2 there already').or(page.getByText('2 books added, 1 there already')).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the books' }).click()
    assert.match((await download).suggestedFilename(), /^books-\d{4}-\d\d-\d\d\.csv$/)
    await open(page, '/books/year?year=2026')
    await page.locator('.recharts-bar-rectangle').first().waitFor()
    await page.getByText('The numbers as a table').click()
    await page.getByRole('row', { name: 'January 1 100' }).waitFor()
  })
})

test('a book is dropped without scripts, and found under Dropped', { skip }, async () => {
  await withPage('books-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/books')
    await page.getByRole('button', { name: 'Drop: Dune' }).click()
    await page.getByRole('status').getByText('Dropped “Dune”').waitFor()
    await page.getByRole('link', { name: 'Dropped 1' }).click()
    await shelf(page, 'Dropped').getByText('Dune').waitFor()
  })
})

const PAGES = ['/books', '/books?of=read', '/books/new', '/books/year?year=2026', '/books/import']
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on the pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`books-axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of PAGES) {
        await open(page, path)
        await assertClean(page, path)
      }
    })
  })
}

test('no page wrote an error to the console', { skip }, () => {
  // Chromium writes down every answer of 422, which is how a refused form is answered.
  assert.deepEqual(
    consoleErrors.filter((error) => !error.includes('status of 422')),
    [],
  )
})
