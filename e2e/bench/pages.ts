// A person with a full house beside one whose house is almost empty: the same page may not cost much more.
import { readdirSync, readFileSync } from 'node:fs'
import { SEED_PASSWORD } from '@ichrisbirch/db/seed'
import { portOf, processesOf, runTool } from './house.ts'
import { median } from './median.ts'

interface Person {
  name: string
  cookie: string
}

interface Cost {
  /** Wall time of a request, in milliseconds. */
  milliseconds: number
  /** Processor time of everything that serves it: app, API and PostgreSQL. */
  cpu: number
}

const FULL = { tasks: 100_000, others: 20_000 }
/** The house of somebody's first weeks. */
const SMALL = { tasks: 1000, others: 100 }
const WARM_UP = 600
const ROUNDS = 15
const REQUESTS = 40

/** Pages of the app, with what they may cost. */
const PAGES = { '/today': '1.5 ×', '/tasks': '' }

export async function measurePages() {
  runTool('testing', 'start')
  try {
    const [small, full] = await makePeople()
    const app = `http://127.0.0.1:${await portOf('testing', 'app', 5000)}`
    const figures = []
    for (const [page, aim] of Object.entries(PAGES)) {
      const { base, measured } = await compare(`${app}${page}`, small, full)
      const [wall, cpu] = [measured.milliseconds / base.milliseconds, measured.cpu / base.cpu]
      figures.push({
        what: `${page} of a full house against an almost empty one`,
        measured: `${measured.milliseconds.toFixed(1)} ms, ${measured.cpu.toFixed(1)} ms CPU: ${wall.toFixed(2)} ×, ${cpu.toFixed(2)} ×`,
        aim,
      })
    }
    return [...figures, await measureSearch(full)]
  } finally {
    runTool('testing', 'stop')
  }
}

async function makePeople(): Promise<[small: Person, full: Person]> {
  const people = []
  for (const [name, { tasks, others }] of Object.entries({ small: SMALL, full: FULL })) {
    const email = `${name}-${Date.now()}@example.org`
    runTool('testing', 'db', 'seed', '--account', email, '--tasks', String(tasks), '--others', String(others))
    people.push({ name, cookie: await signIn(email) })
  }
  return people as [Person, Person]
}

async function signIn(email: string): Promise<string> {
  const api = `http://127.0.0.1:${await portOf('testing', 'api', 8000)}`
  const response = await fetch(`${api}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: SEED_PASSWORD }),
  })
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return cookies.join('; ')
}

/** Both in turn, in several rounds: a busy moment hits them alike. Medians of the rounds. */
async function compare(url: string, small: Person, full: Person): Promise<{ base: Cost; measured: Cost }> {
  const rounds = { [small.name]: [] as Cost[], [full.name]: [] as Cost[] }
  for (const person of [small, full]) await ask(url, person, WARM_UP / 2)
  for (let round = 0; round < ROUNDS; round++) {
    for (const person of [small, full]) rounds[person.name]?.push(await ask(url, person, REQUESTS))
  }
  return { base: middle(rounds[small.name] ?? []), measured: middle(rounds[full.name] ?? []) }
}

const middle = (costs: Cost[]): Cost => ({
  milliseconds: median(costs.map(({ milliseconds }) => milliseconds)),
  cpu: median(costs.map(({ cpu }) => cpu)),
})

/** One request after the other: the time of each is the server's. */
async function ask(url: string, { cookie }: Person, times: number): Promise<Cost> {
  const before = await cpuOfHouse()
  const took: number[] = []
  for (let n = 0; n < times; n++) took.push(await timeOf(url, cookie))
  return { milliseconds: median(took), cpu: usedBetween(before, await cpuOfHouse()) / times }
}

async function timeOf(url: string, cookie: string): Promise<number> {
  const started = performance.now()
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
  return performance.now() - started
}

/** Milliseconds that app, API and each process of PostgreSQL have used so far, by process. */
async function cpuOfHouse(): Promise<Map<number, number>> {
  const served = (await processesOf('testing')).filter(({ service }) => ['app', 'api', 'postgres'].includes(service))
  const pids = served.flatMap(({ pid }) => [pid, ...childrenOf(pid)])
  return new Map(pids.map((pid) => [pid, cpuOf(pid)]))
}

/** Some of PostgreSQL's come and go: one that is new began at nothing, one that is gone is not counted. */
function usedBetween(before: Map<number, number>, after: Map<number, number>): number {
  return [...after].reduce((sum, [pid, cpu]) => sum + cpu - (before.get(pid) ?? 0), 0)
}

function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return children ? children.split(' ').map(Number) : []
}

function cpuOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    return times.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1e6
  } catch (error) {
    // It has ended since it was listed.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
    throw error
  }
}

/** What people type: names, beginnings, several words, a word that stands nearly everywhere, and one that stands nowhere. */
const SEARCHES = [
  'dune',
  'orch',
  'the',
  'a',
  'grandma lamp',
  'call jonas',
  'it rained all',
  'lis',
  'zzz',
  'win clo',
  'https',
  's',
]

async function measureSearch({ cookie }: Person) {
  const api = `http://127.0.0.1:${await portOf('testing', 'api', 8000)}`
  const url = (words: string) => `${api}/search/?q=${encodeURIComponent(words)}`
  const took: { words: string; time: number }[] = []
  for (let round = 0; round < 90; round++) {
    for (const words of SEARCHES) {
      const time = await timeOf(url(words), cookie)
      if (round >= 5) took.push({ words, time })
    }
  }
  const sorted = took.toSorted((a, b) => a.time - b.time)
  const at = (part: number) => sorted[Math.floor(sorted.length * part)]
  return {
    what: `search over everything of a full house, ${sorted.length} requests`,
    measured: `p50 ${at(0.5)?.time.toFixed(1)} ms, p99 ${at(0.99)?.time.toFixed(1)} ms (“${at(0.99)?.words}”)`,
    aim: 'p99 50 ms',
  }
}
