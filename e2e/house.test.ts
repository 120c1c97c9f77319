// The whole house in a real browser, as a person uses it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { BrowserContextOptions, Page, Request } from 'playwright-core'
import * as browser from './browser.ts'
import {
  assertCleanInBothSchemes,
  CHAT_ORIGIN,
  consoleErrors,
  open,
  signUp,
  skip,
  skipAxe,
  until,
  VIEWS,
  withoutTime,
} from './browser.ts'

let session: browser.Session | undefined

/** A page of the person who has signed up. */
const withPage = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(name, { ...(session && { storageState: session }), ...options }, scenario)

const openTasks = (page: Page) => page.getByRole('list', { name: 'Open tasks' }).getByRole('listitem')
const namesOf = (page: Page) => page.locator('[data-row]:not([hidden]) [data-row-name]').allTextContents()

async function add(page: Page, line: string) {
  await page.getByRole('textbox', { name: 'Add a task' }).fill(line)
  await page.keyboard.press('Enter')
}

/** Waits until the rows are these. */
async function showsTasks(page: Page, names: string[]) {
  await until(async () => isDeepStrictEqual(await namesOf(page), names)).catch(async () => {
    assert.deepEqual(await namesOf(page), names)
  })
}

test('a person signs up and lands on their day, in the time zone of their browser', { skip }, async () => {
  await withPage('sign-up', {}, async (page) => {
    await open(page, '/')
    assert.match(page.url(), /\/sign-in/)
    await signUp(page, 'Ada Lovelace')
    await page.getByText('Nothing is waiting for you today').waitFor()
    session = await page.context().storageState()
    await open(page, '/account')
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Berlin')
  })
})

test('one line adds a task with its day and category, shown as it is typed', { skip }, async () => {
  await withPage('quick-add', {}, async (page) => {
    await open(page, '/tasks')
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Add a task' }).pressSequentially('call Ana tomorrow #home')
    await page.getByText('Due Tomorrow · In Home').waitFor()
    await page.keyboard.press('Enter')
    const row = openTasks(page).filter({ hasText: 'call Ana' })
    await row.getByText('Tomorrow').waitFor()
    await row.getByText('Home').waitFor()
    await add(page, 'buy milk')
    await add(page, 'sweep the yard')
    await showsTasks(page, ['sweep the yard', 'buy milk', 'call Ana'])
  })
})

test('a task is moved, ticked and taken back by keyboard alone, and the order is kept', { skip }, async () => {
  await withPage('keyboard', {}, async (page) => {
    await open(page, '/tasks')
    await page.keyboard.press('j')
    const moved = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByText('sweep the yard, now 2 of 3').waitFor({ state: 'attached' })
    await moved
    await showsTasks(page, ['buy milk', 'sweep the yard', 'call Ana'])
    await open(page, '/tasks')
    await showsTasks(page, ['buy milk', 'sweep the yard', 'call Ana'])

    await page.keyboard.press('j')
    // Shown at once, kept a moment later: the page must not be left before.
    const reopened = page.waitForResponse((response) => response.request().postData()?.includes('reopen') ?? false)
    await withoutTime(page, async () => {
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await reopened
    })
    await page.getByRole('button', { name: 'Complete buy milk' }).waitFor()
    await showsTasks(page, ['buy milk', 'sweep the yard', 'call Ana'])
  })
})

test('a completed task is struck, leaves after two seconds, and stands under Completed', { skip }, async () => {
  await withPage('complete', {}, async (page) => {
    await open(page, '/tasks')
    await withoutTime(page, async () => {
      await page.getByRole('button', { name: 'Complete buy milk' }).click()
      await page.getByRole('button', { name: 'Reopen buy milk' }).waitFor()
    })
    await showsTasks(page, ['sweep the yard', 'call Ana'])
    await page.getByRole('link', { name: 'Completed' }).click()
    await page.getByRole('listitem').filter({ hasText: 'buy milk' }).getByText('Today').waitFor()
    await page.locator('.recharts-bar-rectangle').last().waitFor()
    await page.getByText('The numbers as a table').click()
    assert.equal(await page.getByRole('row', { name: 'Today 1' }).count(), 1)
  })
})

test('a deleted task comes back with Undo', { skip }, async () => {
  await withPage('delete', {}, async (page) => {
    await open(page, '/tasks')
    await openTasks(page).filter({ hasText: 'sweep the yard' }).hover()
    await page.getByRole('button', { name: 'Delete sweep the yard' }).click()
    await showsTasks(page, ['call Ana'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await showsTasks(page, ['sweep the yard', 'call Ana'])
  })
})

test('an Undo that is quicker than the server waits for what it takes back', { skip }, async () => {
  await withPage('quick-undo', {}, async (page) => {
    await open(page, '/tasks')
    const sends = (intent: string) => (request: Request) => Boolean(request.postData()?.includes(`intent=${intent}`))
    await page.route('**/*', async (route) => {
      if (sends('delete')(route.request())) await setTimeout(700)
      await route.continue()
    })
    const bothAnswered = Promise.all(
      ['delete', 'restore'].map((intent) => page.waitForResponse((response) => sends(intent)(response.request()))),
    )
    await openTasks(page).filter({ hasText: 'sweep the yard' }).hover()
    await page.getByRole('button', { name: 'Delete sweep the yard' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await bothAnswered
    await open(page, '/tasks')
    await showsTasks(page, ['sweep the yard', 'call Ana'])
  })
})

test('a task is changed in its drawer, with notes shown as they read', { skip }, async () => {
  await withPage('drawer', {}, async (page) => {
    await open(page, '/tasks')
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    const drawer = page.getByRole('dialog', { name: 'Task: sweep the yard' })
    await drawer.getByRole('textbox', { name: 'Name' }).fill('sweep the whole yard')
    await drawer.getByRole('textbox', { name: 'Notes' }).fill('with the **big** broom <b>now</b>')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await showsTasks(page, ['sweep the whole yard', 'call Ana'])
    await page.getByRole('link', { name: 'sweep the whole yard' }).click()
    await page.getByRole('dialog').locator('strong', { hasText: 'big' }).waitFor()
    await page.getByRole('dialog').getByText('<b>now</b>').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

test('a line that says how often makes an autotask, and the editor shows the next five days', { skip }, async () => {
  await withPage('autotask', {}, async (page) => {
    await open(page, '/tasks')
    await add(page, 'water plants every friday #garden')
    await page.getByText('“water plants” repeats every week on Friday').waitFor()
    await page.getByRole('link', { name: 'Autotasks' }).first().click()
    await page.getByRole('link', { name: 'Add an autotask' }).click()
    const drawer = page.getByRole('dialog', { name: 'New autotask' })
    await drawer.getByRole('textbox', { name: 'Name' }).fill('pay the rent')
    await drawer.getByLabel('Unit').selectOption('MONTHLY')
    await drawer.getByLabel('On the last day').check()
    await drawer.getByText('every month on the last day of the month').waitFor()
    assert.equal(await drawer.getByRole('list', { name: 'The next days' }).getByRole('listitem').count(), 5)
    await drawer.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('list', { name: 'Autotasks' }).getByRole('link', { name: 'pay the rent' }).waitFor()

    await page.getByRole('listitem').filter({ hasText: 'pay the rent' }).hover()
    await page.getByRole('button', { name: 'Run pay the rent now' }).click()
    await page.getByText('Added “pay the rent” to your tasks').waitFor()
    await page.getByRole('link', { name: 'pay the rent' }).click()
    await page.getByRole('dialog').getByText('You had it add a task').waitFor()
  })
})

test('the chat answers offline about the same tasks, with the same sign-in', { skip }, async () => {
  await withPage('chat', { baseURL: CHAT_ORIGIN ?? '' }, async (page) => {
    await page.goto('/')
    await page.getByRole('textbox', { name: 'Message' }).fill('what is due this week?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('article', { name: 'Answer' }).getByText('call Ana').first().waitFor()
  })
})

test('without scripts a task is added, completed and taken back by plain forms', { skip }, async () => {
  await withPage('no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/tasks')
    await page.getByRole('textbox', { name: 'Add a task' }).fill('post the letter today')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await openTasks(page).filter({ hasText: 'post the letter' }).getByText('Today').waitFor()
    await page.getByRole('button', { name: 'Move post the letter down' }).click()
    await until(async () => (await namesOf(page)).indexOf('post the letter') === 1)
    await page.getByRole('button', { name: 'Complete post the letter' }).click()
    await page.getByRole('status').getByText('Completed “post the letter”').waitFor()
    assert.equal((await namesOf(page)).includes('post the letter'), false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await openTasks(page).filter({ hasText: 'post the letter' }).waitFor()
  })
})

const PAGES = [
  '/today',
  '/tasks',
  '/tasks/completed',
  '/tasks/deleted',
  '/autotasks',
  '/autotasks/new',
  '/search?q=ana',
  '/account',
  '/account/categories',
  '/account/keys',
  '/account/sessions',
  '/account/data',
  '/account/password',
  '/digest',
  '/more',
]
for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on any page, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await withPage(`axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of [...PAGES, '/sign-in', `${CHAT_ORIGIN}/`]) {
        await (path.startsWith('/') ? open(page, path) : page.goto(path))
        await assertCleanInBothSchemes(page, path)
      }
    })
  })
}

test('no page wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
