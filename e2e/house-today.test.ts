// What brings the features together, in a real browser: the day, the search, and one line that adds anything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { consoleErrors, open, signUp, skip, until } from './browser.ts'

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
    await page.keyboard.type('call Ana today #home')
    await page.keyboard.press('Enter')
    await part(page, 'Due today').filter({ hasText: 'call Ana' }).getByText('Home').waitFor()

    await page.getByRole('button', { name: 'Done: call Ana' }).click()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByRole('button', { name: 'Done: call Ana' }).waitFor()
    await page.getByRole('button', { name: 'Done: call Ana' }).click()
    await until(async () => (await part(page, 'Due today').count()) === 0)
    await page.getByText('Nothing is waiting for you today').waitFor()
  })
})

test('no page wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
