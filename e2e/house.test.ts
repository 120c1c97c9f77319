// The whole house in a real browser, as a person uses it. `test run` sets the addresses; without them there is no house.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core'

const { APP_ORIGIN, API_ORIGIN, CHAT_ORIGIN } = process.env
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const EVIDENCE = join(tmpdir(), 'ichrisbirch-e2e')
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const PASSWORD = 'correct horse battery staple'

const skip = whyNot()
if (skip) console.log(`The browser scenarios are left out: ${skip}`)

function whyNot(): string | false {
  if (!APP_ORIGIN || !API_ORIGIN || !CHAT_ORIGIN) return 'APP_ORIGIN, API_ORIGIN and CHAT_ORIGIN name no running house.'
  if (!existsSync(CHROMIUM)) return `there is no Chromium at ${CHROMIUM}; CHROMIUM may name another place.`
  return false
}

let browser: Browser | undefined
let session: Awaited<ReturnType<BrowserContext['storageState']>> | undefined
const consoleErrors: string[] = []
let networkChanges = 0

after(async () => {
  await browser?.close()
})

/** A page of a new browser context, watched for errors; its picture is kept when the scenario fails. */
async function withPage(name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') })
  const context = await browser.newContext({
    baseURL: APP_ORIGIN ?? '',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // So that axe never meets a colour half way.
    reducedMotion: 'reduce',
    ignoreHTTPSErrors: true,
    ...(session && { storageState: session }),
    ...options,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => consoleErrors.push(`${page.url()}: ${error.stack}`))
  page.on('console', (message) => {
    // The machine's, not the page's: Chromium drops what is under way when a container's network comes or goes.
    if (message.text().includes('ERR_NETWORK_CHANGED')) networkChanges++
    else if (message.type() === 'error') consoleErrors.push(`${page.url()}: ${message.text()}`)
  })
  try {
    await scenario(page)
  } catch (error) {
    mkdirSync(EVIDENCE, { recursive: true })
    const picture = join(EVIDENCE, `${name}.png`)
    await page.screenshot({ path: picture })
    console.log(`The page as it was: ${picture}`)
    throw error
  } finally {
    await context.close()
  }
}

// What runs in the page is text: this project's types know no browser.
const HYDRATED = "document.documentElement.hasAttribute('data-mantine-color-scheme')"
const TOO_WIDE = 'document.documentElement.scrollWidth > window.innerWidth'

/** Asks from here: the pages' content security policy lets nobody evaluate text inside them again and again. */
async function until(isSo: () => Promise<boolean>) {
  const deadline = Date.now() + 10_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not become so within 10 s')
    await setTimeout(50)
  }
}

/** Open, and taken over by its scripts: before that a click is a plain form's. */
async function open(page: Page, path: string) {
  const before = networkChanges
  const opened = page.goto(path).then(() => until(() => page.evaluate<boolean>(HYDRATED)))
  await opened.catch(async (error: unknown) => {
    if (networkChanges === before && !String(error).includes('ERR_NETWORK_CHANGED')) throw error
    await open(page, path)
  })
}

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

test('a person signs up and lands on their tasks, in the time zone of their browser', { skip }, async () => {
  await withPage('sign-up', {}, async (page) => {
    await open(page, '/')
    assert.match(page.url(), /\/sign-in/)
    await page.getByRole('link', { name: 'Make an account' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(`ada-${process.pid}-${Date.now()}@example.org`)
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('heading', { name: 'Tasks' }).waitFor()
    await page.getByText('Tasks are the things you want done').waitFor()
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
    await page.keyboard.press('Space')
    // Shown at once, kept a moment later: the page must not be left before.
    const reopened = page.waitForResponse((response) => response.request().postData()?.includes('reopen') ?? false)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await reopened
    await page.getByRole('button', { name: 'Complete buy milk' }).waitFor()
    await showsTasks(page, ['buy milk', 'sweep the yard', 'call Ana'])
  })
})

test('a completed task is struck, leaves after two seconds, and stands under Completed', { skip }, async () => {
  await withPage('complete', {}, async (page) => {
    await open(page, '/tasks')
    await page.getByRole('button', { name: 'Complete buy milk' }).click()
    await page.getByRole('button', { name: 'Reopen buy milk' }).waitFor()
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
    assert.equal((await namesOf(page)).indexOf('post the letter'), 1)
    await page.getByRole('button', { name: 'Complete post the letter' }).click()
    await page.getByRole('status').getByText('Completed “post the letter”').waitFor()
    assert.equal((await namesOf(page)).includes('post the letter'), false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await openTasks(page).filter({ hasText: 'post the letter' }).waitFor()
  })
})

const PAGES = [
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
  '/account/password',
  '/more',
]
const VIEWS = [
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
] as const

for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on any page, ${width} px wide and ${colorScheme}`, { skip }, async () => {
    const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
    await withPage(`axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of [...PAGES, '/sign-in', `${CHAT_ORIGIN}/`]) {
        await (path.startsWith('/') ? open(page, path) : page.goto(path))
        await page.evaluate(axe)
        // A string: it runs in the page, where axe is.
        const found = await page.evaluate<string[]>(
          `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) =>
            violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(', ')))`,
        )
        assert.deepEqual(found, [], path)
        const isTooWide = await page.evaluate<boolean>(TOO_WIDE)
        assert.equal(isTooWide, false, `${path} scrolls sideways`)
      }
    })
  })
}

test('no page wrote an error to the console', { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
