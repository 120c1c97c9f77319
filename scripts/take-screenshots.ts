// node scripts/take-screenshots.ts: takes the pictures of the README anew, from the built app on the local engine.
// It needs Chromium (CHROMIUM or /usr/bin/chromium); the testing environment starts with no data and is stopped afterwards.
import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createClient } from '@ichrisbirch/contract/client'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const root = resolve(import.meta.dirname, '..')

const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const TASKS = [
  { name: 'Call the plumber about the tap', category: 'Home', dueDay: daysAhead(0) },
  { name: 'Return library books', category: 'Errands', dueDay: daysAhead(-1) },
  { name: 'Book the dentist', category: 'Health', dueDay: daysAhead(1) },
  { name: 'Draft the talk for the meetup', category: 'Work', dueDay: daysAhead(4) },
  { name: 'Compare electricity tariffs', category: 'Money' },
  { name: 'Plan a weekend by the sea', category: 'Personal', dueDay: daysAhead(11) },
  { name: 'Sharpen the knives', category: 'Home' },
]

function tool(...words: string[]): void {
  execFileSync(join(root, 'cli/ichrisbirch'), [...words, '--engine', 'local'], { stdio: 'inherit' })
}

/** Where a service is reached: ports move when another checkout holds them. */
function addressOf(service: string): string {
  const status = execFileSync(join(root, 'cli/ichrisbirch'), ['testing', 'status', '--json'], { encoding: 'utf8' })
  const { services } = JSON.parse(status) as { services: { service: string; address: string | null }[] }
  return services.find((each) => each.service === service)?.address ?? ''
}

/** A person with a week's tasks. @returns the cookie that signs a page in as them. */
async function makePerson(api: string): Promise<{ name: string; value: string }> {
  const response = await fetch(`${api}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const client = createClient({ url: api, headers: { cookie } })
  for (const task of TASKS) await client.createTask({ body: { ...task, place: 'last' } })
  const [name = '', value = ''] = cookie.split('=', 2)
  return { name, value }
}

const PICTURES: { file: string; page: BrowserContextOptions; prepare: (page: Page) => Promise<void> }[] = [
  {
    file: 'tasks.png',
    page: { viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1.5, colorScheme: 'light' },
    async prepare(page) {
      await page.getByRole('textbox', { name: 'Add a task' }).pressSequentially('water plants every friday #home')
      await page.getByText('Repeats every friday').waitFor()
    },
  },
  {
    file: 'tasks-phone-dark.png',
    page: { viewport: { width: 390, height: 760 }, deviceScaleFactor: 2, colorScheme: 'dark' },
    async prepare(page) {
      await page.getByText('Sharpen the knives').waitFor()
    },
  },
]

tool('testing', 'start', '--fresh', '--yes')
try {
  const app = addressOf('app')
  const cookie = { ...(await makePerson(addressOf('api'))), url: app }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
  })
  for (const { file, page: options, prepare } of PICTURES) {
    const context = await browser.newContext({
      ...options,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    await context.addCookies([cookie])
    const page = await context.newPage()
    await page.goto(`${app}/tasks`, { waitUntil: 'load' })
    await prepare(page)
    await page.screenshot({ path: join(root, 'docs/screenshots', file), caret: 'initial' })
    await context.close()
  }
  await browser.close()
} finally {
  tool('testing', 'stop')
}
