// What was done, and the way back, in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, VIEWS } from './browser.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const deed = (page: Page, said: string) => page.getByRole('listitem').filter({ hasText: said })

test('what was done is listed, taken back, and what is newer is not overwritten', { skip }, async () => {
  await withPage('activity', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Ada Acting')
    session = await page.context().storageState()
    await open(page, '/activity')
    await page.getByText('stands here for 90 days').waitFor()
    await open(page, '/tasks')
    const line = page.getByRole('textbox', { name: 'Add a task' })
    for (const name of ['buy milk', 'sweep the yard']) {
      await line.fill(name)
      // Shown at once, kept a moment later: the page must not be left before.
      const kept = page.waitForResponse((response) => response.request().method() === 'POST')
      await line.press('Enter')
      await kept
      await page.getByText(name).waitFor()
    }
    await page.getByRole('link', { name: 'Activity' }).click()
    await deed(page, 'sweep the yard').getByText('Added task').waitFor()
    await deed(page, 'sweep the yard').getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: Added task “sweep the yard”').waitFor()
    await deed(page, 'sweep the yard').filter({ hasText: 'Deleted task' }).waitFor()
    await open(page, '/tasks')
    await page.getByText('buy milk').waitFor()
    assert.equal(await page.getByText('sweep the yard').count(), 0)
  })
})

test('without scripts an act is taken back by a plain form', { skip }, async () => {
  await withPage('activity-plain', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/activity')
    await deed(page, 'buy milk').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('status').getByText('Undone: Added task “buy milk”').waitFor()
  })
})

for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing in the activity, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage('activity-axe', { viewport: { width, height }, colorScheme }, async (page) => {
      await open(page, '/activity')
      await assertClean(page, '/activity')
    })
  })
}

test('the activity wrote no error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
