// Habits and countdowns in a real browser, as a person uses them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, VIEWS } from './browser.ts'

let session: browser.Session | undefined
// A zone where it is midday: at whatever time this runs, no midnight comes in between.
const east = 12 - new Date().getUTCHours()
const timezoneId = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), timezoneId, ...options }, scenario)

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
const daysFromNow = (days: number) =>
  new Date(Date.now() + east * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

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

test('habits are added, ticked and taken back where they stand, by mouse and by keyboard', { skip }, async () => {
  await withPage('habits', {}, async (page) => {
    await open(page, '/habits')
    const drawer = page.getByRole('dialog', { name: 'New habit' })
    const add = async (name: string, more: () => Promise<unknown>) => {
      await page.getByRole('link', { name: 'Add a habit' }).click()
      await drawer.getByRole('textbox', { name: 'Name' }).fill(name)
      await more()
      await drawer.getByRole('button', { name: 'Save' }).click()
      await row(page, name).waitFor()
    }
    await add('Read', async () => assert.equal(await drawer.getByLabel('A day').isVisible(), false))
    await add('Drink water', async () => {
      await drawer.getByRole('radio', { name: 'A number' }).check()
      await drawer.getByLabel('A day').fill('8')
      await drawer.getByLabel('Of what').fill('glasses')
      await drawer.getByLabel('Category').selectOption('Health')
    })
    await page.getByRole('button', { name: 'Tick Read' }).click()
    await page.getByText('Done: “Read”').waitFor()
    await page.getByText('1 left today · 1 done').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('2 left today').waitFor()

    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Take back Read' }).waitFor()
    const amount = page.getByRole('textbox', { name: 'Drink water: glasses today' })
    await amount.fill('2,5')
    await amount.press('Enter')
    await row(page, 'Drink water').getByText('2.5 of 8 glasses').waitFor()
    await page.getByRole('button', { name: 'Tick Drink water' }).click()
    await row(page, 'Drink water').getByText('8 of 8 glasses').waitFor()
    await page.getByText('Nothing is left today · 2 done').waitFor()
  })
})

test('in its drawer a habit has its year, and a forgotten day is written down under the name of its time', {
  skip,
}, async () => {
  await withPage('habit', {}, async (page) => {
    await open(page, '/habits')
    await page.getByRole('link', { name: 'Read' }).click()
    const drawer = page.getByRole('dialog', { name: 'Habit: Read' })
    await drawer.getByText('1 day done in this year').waitFor()
    await drawer.locator('rect[data-state="done"]').waitFor()
    await drawer.locator(`rect[data-day="${daysFromNow(-3)}"]`).click()
    const field = drawer.getByLabel('Day', { exact: true })
    await browser.until(async () => (await field.inputValue()) === daysFromNow(-3))
    await drawer.getByRole('radio', { name: 'Done' }).check()
    await drawer.getByRole('textbox', { name: 'Note' }).fill('on the train')
    await drawer.getByRole('button', { name: 'Save the day' }).click()
    await drawer.getByRole('listitem').filter({ hasText: 'on the train' }).waitFor()
    await drawer.getByText('Change the habit').click()
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Read twenty pages')
    await drawer.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('link', { name: 'Read twenty pages' }).click()
    await page.getByRole('dialog').getByText('on the train · as “Read”').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await row(page, 'Read twenty pages').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Paused habits' }).click()
    await page.getByRole('button', { name: 'Resume Read twenty pages' }).click()
    await page.getByText('A paused habit asks for nothing').waitFor()
  })
})

test('without scripts a habit is ticked, taken back and counted by plain forms', { skip }, async () => {
  await withPage('habits-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/habits')
    await page.getByRole('button', { name: 'Take back Read twenty pages' }).click()
    await page.getByRole('button', { name: 'Tick Read twenty pages' }).click()
    await page.getByRole('status').getByText('Done: “Read twenty pages”').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Tick Read twenty pages' }).waitFor()
    await page.getByRole('textbox', { name: 'Drink water: glasses today' }).fill('4')
    await page.keyboard.press('Enter')
    await row(page, 'Drink water').getByText('4 of 8 glasses').waitFor()
  })
})

const PAGES = ['/countdowns', '/countdowns/new', '/habits', '/habits/new']
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on these pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`habits-axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of PAGES) {
        await open(page, path)
        await assertClean(page, path)
      }
      await open(page, '/habits')
      await page.getByRole('link', { name: 'Drink water' }).click()
      await page.getByRole('dialog', { name: 'Habit: Drink water' }).getByText('4 of 8 glasses').waitFor()
      await assertClean(page, 'the drawer of a habit')
    })
  })
}

test('none of these pages wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
