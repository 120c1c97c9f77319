// Tags across features, in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertClean, consoleErrors, open, type Session, signUp, skip, skipAxe, VIEWS, withPage } from './browser.ts'

let session: Session | undefined
const row = (page: Page, list: string, words: string) =>
  page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: words })

/** As the pages of each feature do. */
async function add(page: Page, feature: string, data: object) {
  const response = await page.request.post(`${process.env['API_ORIGIN']}/${feature}/`, { data })
  assert.equal(response.status(), 201, await response.text())
}

test('a tag brings a book and an article together, is renamed for both, and taken back', { skip }, async () => {
  await withPage('tags', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Tara Tags')
    session = await page.context().storageState()
    await open(page, '/tags')
    await page.getByText('Tags are words of your own').waitFor()
    await add(page, 'books', { title: 'Moby Dick', author: 'Herman Melville', tags: ['sea', 'novel'] })
    await add(page, 'articles', { url: 'https://example.org/sea', title: 'On the sea', tags: ['sea'] })
    // Live: the page hears of what was added elsewhere.
    await row(page, 'Tags', '#sea').getByText('1 article, 1 book').waitFor()
    await page.getByRole('link', { name: '#sea', exact: true }).click()
    await row(page, 'With #sea', 'Moby Dick').getByText('Herman Melville').waitFor()
    await page.getByRole('link', { name: 'Article 1' }).click()
    await row(page, 'With #sea', 'Moby Dick').waitFor({ state: 'detached' })
    await row(page, 'With #sea', 'On the sea').waitFor()
    await page.getByRole('textbox', { name: 'Rename this tag everywhere' }).fill('#Ocean')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('#sea is #ocean now').waitFor()
    await row(page, 'Tags', '#ocean').getByText('1 article, 1 book').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'Tags', '#sea').waitFor()
  })
})

test('without scripts a tag is renamed into another', { skip }, async () => {
  const signedIn = session && { storageState: session }
  await withPage('tags-no-scripts', { ...signedIn, javaScriptEnabled: false }, async (page) => {
    await page.goto('/tags/novel')
    await page.getByRole('textbox', { name: 'Rename this tag everywhere' }).fill('sea')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('status').getByText('#novel is in #sea now').waitFor()
    assert.equal(await page.getByRole('list', { name: 'Tags' }).getByRole('listitem').count(), 1)
  })
})

for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on the pages of tags, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    const view = { viewport: { width, height }, colorScheme }
    await withPage(`tags-axe-${width}`, { ...(session && { storageState: session }), ...view }, async (page) => {
      for (const path of ['/tags', '/tags/sea']) {
        await open(page, path)
        await assertClean(page, path)
      }
    })
  })
}

test('the pages of tags wrote nothing to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
