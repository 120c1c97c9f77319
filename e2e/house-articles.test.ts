// Reading in a real browser, as a person does it: on a phone and at a desk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  assertClean,
  consoleErrors,
  open,
  signUp,
  skip,
  skipAxe,
  until,
  VIEWS,
  withPage,
  type Session,
} from './browser.ts'

const WORDS =
  'The river bends where the old mill stood, and every spring the water covers the lower meadow for a week. '
const PARAGRAPHS = Array.from({ length: 30 }, (_, n) => `<p>${n + 1}. ${WORDS.repeat(4)}</p>`).join('')
const PAGE = `<!doctype html><html lang="en"><head><title>On rivers | The Example</title><meta name="author" content="Ada Lovelace">
  <meta property="og:site_name" content="The Example"></head><body><nav>Home</nav><article><h1>On rivers</h1>
  <figure><img src="/mill.jpg" alt="The old mill"><figcaption>The mill in 1890.</figcaption></figure>
  <h2>By the water</h2>${PARAGRAPHS}<blockquote>Nobody steps twice into one river.</blockquote></article></body></html>`

let session: Session | undefined
const signedIn = () => (session ? { storageState: session } : {})
const row = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title })

/** As a browser's extension saves the page that it shows. */
async function saveShown(page: Page, url: string, more = {}) {
  const response = await page.request.post(`${process.env['API_ORIGIN']}/articles/`, {
    data: { url, html: PAGE, ...more },
  })
  assert.equal(response.status(), 201, await response.text())
}

test('a page is saved by its address at once, and says why its text is not here', { skip }, async () => {
  await withPage('articles-save', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Ada Articles')
    session = await page.context().storageState()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.getByText('Articles keeps pages that you want to read').waitFor()
    await page.getByRole('textbox', { name: 'Save a page' }).fill('http://127.0.0.1:9/inside?utm_source=mail')
    await page.keyboard.press('Enter')
    await row(page, '127.0.0.1:9/inside').getByText('Only at its site').waitFor()
    await page.getByRole('link', { name: '127.0.0.1:9/inside' }).click()
    await page.getByText('The address leads into a private network').waitFor()
    assert.equal(
      await page.getByRole('link', { name: 'Read it at its site' }).getAttribute('href'),
      'http://127.0.0.1:9/inside',
    )
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('The page is fetched again').waitFor()
  })
})

test('an article is read where one stopped, finished, taken back, and found by a word of its text', {
  skip,
}, async () => {
  await withPage(
    'articles-read',
    { ...(session && { storageState: session }), viewport: { width: 390, height: 844 } },
    async (page) => {
      await saveShown(page, 'https://example.org/on/rivers', { tags: ['water'] })
      await open(page, '/articles?url=https%3A%2F%2Fexample.org%2Fbookmarked&title=Bookmarked')
      assert.equal(
        await page.getByRole('textbox', { name: 'Save a page' }).inputValue(),
        'https://example.org/bookmarked',
      )
      await row(page, 'On rivers').getByText('10 min').waitFor()
      await page.getByRole('link', { name: 'On rivers' }).click()
      await page.getByRole('heading', { name: 'By the water' }).waitFor()
      const kept = page.waitForResponse((response) => response.url().endsWith('/progress'))
      await page.getByText('20. The river').scrollIntoViewIfNeeded()
      assert.equal((await kept).status(), 200)
      await open(page, '/articles?list=in_progress')
      await row(page, 'On rivers').getByText('% read').waitFor()
      await page.getByRole('link', { name: 'On rivers' }).click()
      await until(async () => (await page.evaluate<number>('scrollY')) > 1000)
      await page.getByRole('button', { name: 'Finish' }).last().click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('button', { name: 'Finish' }).last().waitFor()
      await open(page, '/articles?q=meadow')
      await row(page, 'On rivers').waitFor()
    },
  )
})

test('a selected passage is highlighted, gets a note, and is there again', { skip }, async () => {
  await withPage('articles-highlight', signedIn(), async (page) => {
    await open(page, '/articles')
    await page.getByRole('link', { name: 'On rivers' }).click()
    const marks = page.locator('mark[data-highlight]')
    await page.getByText('Nobody steps twice').dblclick({ position: { x: 40, y: 15 } })
    await page.getByRole('button', { name: 'Highlight' }).click()
    await marks.filter({ hasText: /^Nobody$/ }).click()
    await page.keyboard.type('As Heraclitus says.')
    await page.getByRole('button', { name: 'Save the note' }).click()
    await page.getByText('As Heraclitus says.').first().waitFor()
    // By keyboard: the heading, and the paragraph behind it.
    await open(page, new URL(page.url()).pathname)
    await page.evaluate('scrollTo(0, 0)')
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key)
    await until(() => page.evaluate<boolean>("getSelection().toString().startsWith('1. The river')"))
    await until(async () => {
      await page.keyboard.press('Shift+ArrowLeft')
      return page.evaluate<boolean>("getSelection().toString().endsWith('a week')")
    })
    await page.keyboard.press('h')
    await marks.filter({ hasText: /^1\. The river bends .* a week$/ }).waitFor()
    // The text of the page has changed: what was marked is still where its words are.
    await saveShown(page, 'https://example.org/on/rivers', { html: PAGE.replace('By the water', 'A new beginning') })
    await page.getByRole('heading', { name: 'A new beginning' }).waitFor()
    assert.equal(await marks.count(), 2)
    await assertClean(page, 'the reader with highlights')
    await open(page, '/articles/highlights')
    const row = page.getByRole('listitem').filter({ hasText: 'Heraclitus' })
    await assertClean(page, '/articles/highlights')
    await row.getByText('Change the note').click()
    await row.getByRole('button', { name: 'Remove the highlight' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.getByRole('link', { name: 'Nobody' }).click()
    await marks.filter({ hasText: /^Nobody$/ }).waitFor()
  })
})

test('a file of another program is imported in the background, and says line by line what it could not read', {
  skip,
}, async () => {
  await withPage('articles-import', signedIn(), async (page) => {
    await open(page, '/articles')
    await page.getByRole('link', { name: 'Import or export' }).click()
    const content =
      'title,url,time_added,tags,status\nOld,http://127.0.0.1:9/old,1300000000,water,archive\nNo address,,,,\n'
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'pocket.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('Pocket · 1 saved').waitFor()
    await page.getByText('One entry could not be read').click()
    await page.getByText('Line 3: It has no address.').waitFor()
    await assertClean(page, '/articles/imports')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    assert.equal((await download).suggestedFilename(), 'articles.csv')
    await open(page, '/articles?list=archive')
    await row(page, 'Old').getByText('#water').waitFor()
  })
})

for (const view of VIEWS) {
  test(`nothing is wrong with the pages of articles, ${view.width} px ${view.colorScheme}`, {
    skip: skipAxe,
  }, async () => {
    const { width, height, colorScheme } = view
    await withPage(
      `articles-${width}-${colorScheme}`,
      { ...(session && { storageState: session }), viewport: { width, height }, colorScheme },
      async (page) => {
        await open(page, '/articles')
        await assertClean(page, '/articles')
        await page.getByRole('link', { name: 'On rivers' }).click()
        await page.getByRole('heading', { name: 'A new beginning' }).waitFor()
        await page.getByText('Tags, notes and more').or(page.getByText('#water')).first().click()
        await assertClean(page, 'the reader')
      },
    )
  })
}

test('the pages of articles wrote nothing to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
