// The admin's pages in a real browser: what the house does by itself, seen and steered; for everyone else it is not there.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { BrowserContextOptions, Page } from 'playwright-core'
import * as browser from './browser.ts'
import { assertClean, consoleErrors, open, signUp, skip, skipAxe, until, VIEWS } from './browser.ts'

let admin: browser.Session | undefined
let other: browser.Session | undefined
let house: pg.Client

const asAdmin = (name: string, options: BrowserContextOptions, scenario: (page: Page) => Promise<void>) =>
  browser.withPage(`admin-${name}`, { ...(admin && { storageState: admin }), ...options }, scenario)

before(async () => {
  if (skip) return
  // Behind the house's back: who came first is its admin, and other scenarios sign up at the same time.
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  url.pathname = '/ichrisbirch'
  house = new pg.Client({ connectionString: url.href })
  await house.connect()
})
after(async () => {
  if (!skip) await house.end()
})

async function raise(message: string): Promise<void> {
  await house.query(
    `insert into alarms (id, kind, subject, message, raised_at) values ($1, 'backup_bad', $2, $3, now())`,
    [randomUUID(), randomUUID(), message],
  )
}

const schedule = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title })
const DIGESTS = 'Write the daily digests'

test('two people sign up, and one of them is the admin', { skip }, async () => {
  await browser.withPage('admin-sign-up', {}, async (page) => {
    await open(page, '/')
    const email = await signUp(page, 'Grace Hopper')
    admin = await page.context().storageState()
    await house.query('update users set admin = false where admin')
    await house.query('update users set admin = true where email = $1', [email])
    await open(page, '/tasks')
    await page.getByRole('link', { name: 'House' }).click()
    await page.getByRole('list', { name: 'Schedules' }).waitFor()
  })
  await browser.withPage('other-sign-up', {}, async (page) => {
    await open(page, '/')
    await signUp(page, 'Bo Svensson')
    other = await page.context().storageState()
  })
})

test('another owner sees none of it: no entry, no page, no banner', { skip }, async () => {
  await raise('The moon is late.')
  await browser.withPage('other', { ...(other && { storageState: other }) }, async (page) => {
    await open(page, '/tasks')
    assert.equal(await page.getByRole('link', { name: 'House' }).count(), 0)
    assert.equal(await page.getByText('The moon is late.').count(), 0)
    for (const path of ['/house/schedules', '/house/schedules/digest', '/house/backups', '/house/alarms']) {
      const response = await page.goto(path)
      assert.equal(response?.status(), 404, path)
      await page.getByRole('heading', { name: 'Not here' }).first().waitFor()
    }
  })
  // A browser writes every 404 to its console.
  consoleErrors.splice(0)
})

test('a schedule is paused and taken back, from its row', { skip }, async () => {
  await asAdmin('pause', {}, async (page) => {
    await open(page, '/house/schedules')
    await schedule(page, DIGESTS).hover()
    await page.getByRole('button', { name: `Pause: ${DIGESTS}` }).click()
    await schedule(page, DIGESTS).getByText('Paused', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await schedule(page, DIGESTS).getByText('Paused', { exact: true }).waitFor({ state: 'detached' })
  })
})

test('a schedule is run now and for a date, and each run shows its log', { skip }, async () => {
  await asAdmin('run', {}, async (page) => {
    await open(page, '/house/schedules/clean-up')
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('button', { name: 'Run now' }).click()
    await drawer.getByText('It runs as soon as a scheduler is free').waitFor()
    await drawer.getByText('you asked for it').first().waitFor()
    await drawer.getByText('Run it for a date').click()
    await drawer.getByLabel('As if it were').fill('2026-01-02T03:40')
    await drawer.getByRole('button', { name: 'Run for this time' }).click()
    await drawer.getByText('It runs for that time').waitFor()
    await drawer.getByRole('link', { name: /2 Jan/ }).click()
    await page.getByRole('dialog').getByText('expired sessions removed').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

test('a new time is shown before it is saved; the default comes back', { skip }, async () => {
  await asAdmin('change', {}, async (page) => {
    await open(page, '/house/schedules/clean-up')
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('Rule').fill('45 4 * * 0')
    await drawer.getByText(/At 04:45/).waitFor()
    assert.equal(await drawer.getByRole('list', { name: 'The next times' }).getByRole('listitem').count(), 5)
    await drawer.getByLabel('Rule').fill('every now and then')
    await drawer.getByText(/must be five cron fields/).waitFor()
    await drawer.getByLabel('Rule').fill('45 4 * * 0')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByText(/^Changed:/).waitFor()
    await drawer.getByRole('button', { name: 'Back to the default' }).click()
    await until(async () => (await drawer.getByLabel('Rule').inputValue()) === '40 3 * * *')
    await drawer.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('list', { name: 'Schedules' }).getByText('At 04:45').waitFor()
  })
})

test('a backup that is made and proved stands in the list with its size and when it was proved', { skip }, async () => {
  await asAdmin('backups', {}, async (page) => {
    for (const [name, backups] of [
      ['backup', /MB|kB/],
      ['verify-backup', /verified Today/],
    ] as const) {
      await open(page, `/house/schedules/${name}`)
      const drawer = page.getByRole('dialog')
      await drawer.getByRole('button', { name: 'Run now' }).click()
      await drawer.getByText(/^succeeded in/).waitFor({ timeout: 60_000 })
      await open(page, '/house/backups')
      await page.getByRole('list', { name: 'Backups' }).getByText(backups).first().waitFor()
    }
    assert.match(
      (await page.getByRole('link', { name: 'Download' }).getAttribute('href')) ?? '',
      /\/backups\/[\w-]+\/file\/$/,
    )
  })
})

test('an alarm stands above every page until it was seen', { skip }, async () => {
  await asAdmin('alarm', {}, async (page) => {
    await open(page, '/tasks')
    const banner = page.getByRole('region', { name: 'Alarms' })
    await banner.getByText('The moon is late.').waitFor()
    await banner.getByRole('button', { name: 'I have seen it' }).click()
    await banner.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await banner.getByRole('link', { name: 'All alarms' }).click()
    await page.getByRole('list', { name: 'Alarms' }).getByText('The moon is late.').waitFor()
  })
})

test('without scripts a schedule is paused, run and changed by plain forms', { skip }, async () => {
  await asAdmin('no-scripts', { javaScriptEnabled: false }, async (page) => {
    await page.goto('/house/schedules')
    await page.getByRole('button', { name: `Pause: ${DIGESTS}` }).click()
    await page.getByRole('status').getByText(`Paused: ${DIGESTS}`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('status').getByText('Goes on').waitFor()
    await page.goto('/house/schedules/digest')
    await page.getByLabel('Rule').fill('0 5 * * *')
    await page.getByRole('button', { name: 'Show the next times' }).click()
    await page.getByText('At 05:00').waitFor()
    assert.equal(await page.getByLabel('Rule').inputValue(), '0 5 * * *')
    await page.goto('/tasks')
    await page.getByRole('button', { name: 'I have seen it' }).click()
    await page.getByRole('status').getByText('You have seen it').waitFor()
  })
})

test('a person who wants a digest finds it in the menu', { skip }, async () => {
  await asAdmin('digest', {}, async (page) => {
    await open(page, '/digest')
    await page.getByRole('link', { name: 'Choose it in your account' }).click()
    await page.getByLabel('As a page').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Digest' }).click()
    await page.getByText('Your first digest comes').waitFor()
  })
})

const PAGES = [
  '/house/schedules',
  '/house/schedules/clean-up',
  '/house/alarms',
  '/house/alarms?all',
  '/digest',
  '/account',
]

for (const { width, height, colorScheme } of VIEWS) {
  test(`axe finds nothing on the admin's pages, ${width} px wide and ${colorScheme}`, { skip: skipAxe }, async () => {
    await raise('The sun is late.')
    await asAdmin(`axe-${width}-${colorScheme}`, { viewport: { width, height }, colorScheme }, async (page) => {
      for (const path of PAGES) {
        await open(page, path)
        await assertClean(page, path)
      }
      await open(page, '/house/schedules/clean-up')
      await page.getByRole('region', { name: 'History' }).getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Log' }).waitFor()
      await assertClean(page, 'the log of a run')
    })
  })
}

test("none of the admin's pages wrote an error to the console", { skip }, () => {
  assert.deepEqual(consoleErrors, [])
})
