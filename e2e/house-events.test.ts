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

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
const TRIP = daysFromNow(2)

test('by keyboard an event is added, found in its month, changed, and a deleted one comes back with Undo', {
  skip,
}, async () => {
  await withPage('events', {}, async (page) => {
    await open(page, '/events')
    await page.getByText('Here is what is coming').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.getByText('Nothing is waiting').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.getByText('Here is what is coming').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await drawer.waitFor()
    await page.keyboard.type('Train to Vienna')
    await drawer.getByLabel('Starts', { exact: true }).fill(TRIP)
    await drawer.getByLabel('Starts at').fill('09:30')
    await drawer.getByLabel('Ends at').fill('08:00')
    await drawer.getByLabel('Time zone').selectOption('America/New_York')
    await drawer.getByRole('textbox', { name: 'Where' }).fill('Penn Station')
    await page.keyboard.press('Enter')
    await drawer.getByText('must not be before the start').waitFor()
    await drawer.getByLabel('Ends at').fill('16:00')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await row(page, 'Train to Vienna').getByText('09:30 in New York · Penn Station').waitFor()

    await page.getByRole('link', { name: 'Month', exact: true }).click()
    await open(page, `/events/month?month=${TRIP.slice(0, 7)}&day=${daysFromNow(1)}`)
    await page.locator(`td a[href$="day=${daysFromNow(1)}"]`).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await row(page, 'Train to Vienna').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await drawer.getByRole('radio', { name: 'Maybe' }).check()
    await drawer.getByRole('textbox', { name: 'Name' }).press('Enter')
    await row(page, 'Train to Vienna').getByText('maybe').waitFor()
    assert.match(page.url(), /\/events\/month\?/)

    await row(page, 'Train to Vienna').hover()
    await page.getByRole('button', { name: 'Delete Train to Vienna' }).click()
    await page.getByText('Nothing is on this day').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'Train to Vienna').waitFor()

    await page.getByRole('link', { name: 'Import, subscribe' }).click()
    await page.getByRole('button', { name: 'Make a secret address' }).click()
    await page.getByLabel('Secret address').waitFor()
    const nothing = { name: 'nothing.ics', mimeType: 'text/calendar', buffer: Buffer.from('BEGIN:VCALENDAR\n') }
    await page.getByLabel('Calendar file').setInputFiles(nothing)
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('there is no event in this file').waitFor()
    assert(await page.getByLabel('Secret address').isVisible(), 'what is shown once stays until the page is left')
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    await page.getByLabel('Secret address').waitFor({ state: 'hidden' })
  })
})

const FILE = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:fair
DTSTART;VALUE=DATE:${daysFromNow(9).replaceAll('-', '')}
SUMMARY:The fair
END:VEVENT
BEGIN:VEVENT
UID:never
DTSTART:whenever
SUMMARY:Never
END:VEVENT
END:VCALENDAR
`

test('without scripts an all-day event is added, a calendar file is read, and the calendar has a secret address', {
  skip,
}, async () => {
  await withPage('events-no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/events/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('Parents visit')
    await page.getByLabel('All day').check()
    assert.equal(await page.getByLabel('Starts at').isVisible(), false)
    await page.getByLabel('Starts', { exact: true }).fill(daysFromNow(20))
    await page.getByLabel('Ends', { exact: true }).fill(daysFromNow(22))
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'Parents visit').getByText(/^to /).waitFor()

    await page.goto('/events/sharing')
    const file = { name: 'fair.ics', mimeType: 'text/calendar', buffer: Buffer.from(FILE) }
    await page.getByLabel('Calendar file').setInputFiles(file)
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('1 added, 0 changed, 0 there already').waitFor()
    await page.getByText('Line 9: “whenever” is no date').waitFor()

    const statusOf = async (address: string) => (await fetch(address)).status
    await page.getByRole('button', { name: 'Make a secret address' }).click()
    const first = await page.getByLabel('Secret address').inputValue()
    assert.match(await (await fetch(first)).text(), /SUMMARY:The fair\r\n/)
    await page.getByRole('button', { name: 'Make a new address' }).click()
    const second = await page.getByLabel('Secret address').inputValue()
    assert.deepEqual([await statusOf(first), await statusOf(second)], [404, 200])
    await page.goto('/events/sharing')
    assert.equal(await page.getByLabel('Secret address').count(), 0)
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    await page.getByRole('button', { name: 'Make a secret address' }).waitFor()
    assert.equal(await statusOf(second), 404)
  })
})

const PAGES = ['/money-wasted', '/money-wasted/sums', '/events', '/events/month', '/events/sharing']
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
      await open(page, '/events')
      await page.getByRole('link', { name: 'Train to Vienna' }).click()
      await page.getByRole('dialog').waitFor()
      await assertClean(page, 'the drawer of an event')
    })
  })
}

test('none of these pages wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
