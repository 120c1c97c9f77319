// Money wasted and the calendar in a real browser, as a person uses them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, until, VIEWS } from './browser.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

test('wasted money is written down with what and how much, and the rest later', { skip }, async () => {
  await withPage('money-wasted', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Eva')
    session = await page.context().storageState()
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByText('What you paid for and had nothing from').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('Avocados')
    await page.getByRole('textbox', { name: 'Amount' }).fill('12,50')
    await page.keyboard.press('Enter')
    await page.getByText('£12.50 wasted on “Avocados”').waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'What the money went on' }).inputValue(), '')
    await page.keyboard.type('A gym I never went to')
    await page.getByRole('textbox', { name: 'Amount' }).fill('a lot')
    await page.keyboard.press('Enter')
    await page.getByText('The amount cannot be used.').waitFor()
    await page.getByRole('combobox', { name: 'Currency' }).selectOption('EUR')
    await page.getByRole('textbox', { name: 'Amount' }).fill('39.9')
    await page.keyboard.press('Enter')

    await page.getByRole('link', { name: 'A gym I never went to' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('combobox', { name: 'Why' }).fill('never USED it')
    await drawer.getByLabel('Bought').fill('2026-01-01')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ hasText: 'A gym' }).getByText('Never used it').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'A gym' }).getByText('€39.90').waitFor()
  })
})

test('sums stand for each currency by month and by reason, and a deleted waste comes back', { skip }, async () => {
  await withPage('money-sums', {}, async (page) => {
    await open(page, '/money-wasted')
    await page.getByRole('listitem').filter({ hasText: 'Avocados' }).hover()
    await page.getByRole('button', { name: 'Delete Avocados' }).click()
    await until(async () => !(await page.getByRole('link', { name: 'Avocados' }).isVisible()))
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Avocados' }).waitFor()
    await page.getByRole('link', { name: 'Sums' }).click()
    const euros = page.getByRole('region', { name: 'In EUR' })
    await euros.locator('.recharts-bar-rectangle').last().waitFor()
    await euros.getByRole('link', { name: 'Never used it' }).click()
    await page.getByText('Show all').waitFor()
    assert.equal(await page.getByRole('list', { name: 'Money wasted' }).getByRole('listitem').count(), 1)
  })
})

test('without scripts money is written down, and a wrong amount keeps what was typed', { skip }, async () => {
  await withPage('money-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/money-wasted')
    await page.getByRole('textbox', { name: 'What the money went on' }).fill('A parking fine')
    await page.getByRole('textbox', { name: 'Amount' }).fill('much')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('The amount cannot be used.').waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'What the money went on' }).inputValue(), 'A parking fine')
    await page.getByRole('textbox', { name: 'Amount' }).fill('1.050')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('listitem').filter({ hasText: 'A parking fine' }).waitFor()
  })
})

const PAGES = ['/money-wasted', '/money-wasted/sums']
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on these pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`axe-e-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of PAGES) {
        await open(page, path)
        await assertClean(page, path)
      }
      await open(page, '/money-wasted')
      await page.getByRole('link', { name: 'Avocados' }).click()
      await page.getByRole('dialog').waitFor()
      await assertClean(page, 'the drawer of a waste')
    })
  })
}

test('none of these pages wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
