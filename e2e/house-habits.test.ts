// Habits and countdowns in a real browser, as a person uses them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, VIEWS } from './browser.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a countdown is added for a day to come, each year, and since a day that passed', { skip }, async () => {
  await withPage('countdowns', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Katherine Johnson')
    session = await page.context().storageState()
    await open(page, '/countdowns')
    await page.getByRole('link', { name: 'Add a countdown' }).click()
    const drawer = page.getByRole('dialog')
    const add = async (name: string, day: string, more: () => Promise<unknown>) => {
      await drawer.getByRole('textbox', { name: 'Name' }).fill(name)
      await drawer.getByLabel('Day', { exact: true }).fill(day)
      await more()
      await drawer.getByRole('button', { name: 'Save' }).click()
      await row(page, name).waitFor()
    }
    await add('The sea', daysFromNow(17), () => drawer.getByRole('radio', { name: 'Weeks' }).check())
    await row(page, 'The sea').getByText('2 weeks, 3 days').waitFor()

    await page.getByRole('link', { name: 'Add a countdown' }).click()
    await add('Mother’s day', '2020-05-10', () =>
      drawer.getByLabel('Repeat').selectOption({ label: 'Every year on the second Sunday in May' }),
    )
    assert.match((await row(page, 'Mother’s day').textContent()) ?? '', /Sun \d+ May.* · \d+ years/)

    await page.getByRole('link', { name: 'Add a countdown' }).click()
    await add('The new flat', daysFromNow(-1), () => drawer.getByRole('radio', { name: 'Green' }).check())
    await page.getByRole('list', { name: 'Since' }).getByText('1 day').waitFor()
  })
})

test('by keyboard a countdown is opened and changed, and a deleted one comes back with Undo', { skip }, async () => {
  await withPage('countdowns-keyboard', {}, async (page) => {
    await open(page, '/countdowns')
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    const drawer = page.getByRole('dialog', { name: 'Countdown: The sea' })
    await drawer.getByRole('textbox', { name: 'Name' }).fill('The Baltic Sea')
    await page.keyboard.press('Enter')
    await row(page, 'The Baltic Sea').waitFor()
    await row(page, 'The Baltic Sea').hover()
    await page.getByRole('button', { name: 'Delete The Baltic Sea' }).click()
    await row(page, 'The Baltic Sea').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'The Baltic Sea').waitFor()
  })
})

test('without scripts a countdown is added and deleted by plain forms', { skip }, async () => {
  await withPage('countdowns-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/countdowns/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('New year')
    await page.getByLabel('Day', { exact: true }).fill('2000-01-01')
    await page.getByLabel('Repeat').selectOption('date')
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'New year').getByText(/1 Jan/).waitFor()
    await page.getByRole('button', { name: 'Delete New year' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'New year').waitFor()
  })
})

const PAGES = ['/countdowns', '/countdowns/new']
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on these pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`habits-axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of PAGES) {
        await open(page, path)
        await assertClean(page, path)
      }
    })
  })
}

test('none of these pages wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
