// node scripts/take-screenshots.ts: takes the pictures of the README anew, from the built app on the local engine.
// It needs Chromium (CHROMIUM or /usr/bin/chromium); the testing environment starts with no data and is stopped afterwards.
import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { type Client, createClient } from '@ichrisbirch/contract/client'
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

const HABITS = [
  { name: 'Stretch', category: 'Health', recent: [1, 1, 1, 1, 1, 0, 1] },
  { name: 'Glasses of water', category: 'Health', target: '8', unit: 'glasses', recent: [1, 1, 0, 1, 1, 1, 1] },
  {
    name: 'Practise the cello',
    schedule: 'weekly',
    timesAWeek: 3,
    category: 'Personal',
    recent: [0, 1, 0, 1, 0, 0, 1],
  },
  { name: 'Read before sleep', category: 'Home', recent: [1, 1, 1, 1, 1, 1, 1] },
] as const

/** A week of ticks and one of each other thing that Today shows. */
async function furnish(client: Client): Promise<void> {
  for (const task of TASKS) await client.createTask({ body: { ...task, place: 'last' } })
  for (const { recent, ...habit } of HABITS) {
    const { id } = await client.createHabit({ body: habit })
    for (const [index, isDone] of recent.entries()) {
      const day = daysAhead(index - recent.length)
      if (isDone) await client.changeCheckIn({ params: { id }, body: { day, state: 'done' } })
    }
  }
  await client.createEvent({ body: { name: 'Choir', start: `${daysAhead(0)}T19:30`, venue: 'Town hall' } })
  await client.createCountdown({ body: { name: 'Summer by the sea', day: daysAhead(72) } })
  await client.createBook({
    body: { title: 'The Left Hand of Darkness', author: 'Ursula K. Le Guin', shelf: 'reading' },
  })
}

/** @returns the cookie that signs a page in as them. */
async function makePerson(api: string): Promise<{ name: string; value: string }> {
  const response = await fetch(`${api}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const client = createClient({ url: api, headers: { cookie } })
  await furnish(client)
  const [name = '', value = ''] = cookie.split('=', 2)
  return { name, value }
}

interface Picture {
  file: string
  path: string
  page: BrowserContextOptions
  prepare: (page: Page) => Promise<void>
}

const PICTURES: Picture[] = [
  {
    file: 'today.png',
    path: '/today',
    page: { viewport: { width: 1200, height: 900 }, deviceScaleFactor: 1.5, colorScheme: 'light' },
    async prepare(page) {
      await page.getByText('Summer by the sea').waitFor()
    },
  },
  {
    file: 'tasks.png',
    path: '/tasks',
    page: { viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1.5, colorScheme: 'light' },
    async prepare(page) {
      await page.getByRole('textbox', { name: 'Add a task' }).pressSequentially('water plants every friday #home')
      await page.getByText('Repeats every friday').waitFor()
    },
  },
  {
    file: 'habits-phone-dark.png',
    path: '/habits',
    page: { viewport: { width: 390, height: 640 }, deviceScaleFactor: 2, colorScheme: 'dark' },
    async prepare(page) {
      await page.getByText('Read before sleep').waitFor()
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
  for (const { file, path, page: options, prepare } of PICTURES) {
    const context = await browser.newContext({
      ...options,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    await context.addCookies([cookie])
    const page = await context.newPage()
    await page.goto(`${app}${path}`, { waitUntil: 'load' })
    await prepare(page)
    await page.screenshot({ path: join(root, 'docs/screenshots', file), caret: 'initial' })
    await context.close()
  }
  await browser.close()
} finally {
  tool('testing', 'stop')
}
