// npm run bench [-- start memory image verbs status dumps requests pages compose schedules tests]: figures against aims, ratios within one run.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createClient } from '@ichrisbirch/contract/client'
import { measureCompose } from './compose.ts'
import { measureDumps } from './dumps.ts'
import { imageOverBase, memoryOf, portOf, processesOf, runTool } from './house.ts'
import { measureMoves } from './moves.ts'
import { measurePages } from './pages.ts'
import { compare, startBareServer } from './requests.ts'
import { measureSchedules } from './schedules.ts'
import { timeStatus, timeVerbs } from './verbs.ts'

interface Figure {
  what: string
  measured: string
  aim: string
}

const MEASURES: Record<string, () => Promise<Figure[]>> = {
  async start() {
    runTool('dev', 'start')
    runTool('dev', 'stop')
    const seconds = runTool('dev', 'start')
    return [{ what: 'dev start, second time, all healthy', measured: `${seconds.toFixed(1)} s`, aim: '5 s' }]
  },

  async memory() {
    runTool('dev', 'start')
    const dev = await memoryOf('dev')
    runTool('dev', 'stop')
    runTool('prod', 'start')
    const prod = await memoryOf('prod')
    runTool('prod', 'stop')
    return [
      { what: 'memory of the local stack, dev', measured: `${dev.toFixed(0)} MB`, aim: '600 MB' },
      { what: 'memory of the local stack, prod', measured: `${prod.toFixed(0)} MB`, aim: '400 MB' },
    ]
  },

  async image() {
    const megabytes = imageOverBase()
    const measured = megabytes === undefined ? 'no Docker engine' : `${megabytes.toFixed(0)} MB`
    return [{ what: 'production image over its base', measured, aim: '150 MB' }]
  },

  async verbs() {
    return timeVerbs()
  },

  async status() {
    return timeStatus()
  },

  async dumps() {
    return measureDumps()
  },

  async moves() {
    return measureMoves()
  },

  async requests() {
    runTool('testing', 'start')
    try {
      return await compareRequests()
    } finally {
      runTool('testing', 'stop')
    }
  },

  pages: measurePages,

  compose: async () => measureCompose(),

  schedules: measureSchedules,

  async tests() {
    return [{ what: 'test run', measured: `${runTool('test', 'run').toFixed(0)} s`, aim: '90 s' }]
  },
}

async function compareRequests(): Promise<Figure[]> {
  const { url, cookie, owner } = await signUp(`http://127.0.0.1:${await portOf('testing', 'api', 8000)}`)
  const client = createClient({ url, headers: { cookie } })
  for (let n = 0; n < 100; n++) {
    await client.createTask({ body: { name: `Task number ${n}`, notes: 'a line of notes', dueDay: '2026-12-04' } })
  }
  const secret = resolve(import.meta.dirname, '../../.ichrisbirch/testing/secrets/postgres_password')
  const password = readFileSync(secret, 'utf8').trim()
  const database = `postgres://postgres:${password}@127.0.0.1:${await portOf('testing', 'postgres', 5432)}/ichrisbirch`
  const api = (await processesOf('testing')).find(({ service }) => service === 'api')
  if (!api) throw new Error('the API of the testing environment was not found')
  const options = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(readFileSync(`/proc/${api.pid}/environ`, 'utf8'))?.[1] ?? ''
  const bytes = await startBareServer('bytes', database, owner, options)
  const driver = await startBareServer('driver', database, owner, options)
  const results = await compare([
    { name: 'node:http, same bytes', ...bytes },
    { name: 'bare driver, same query', ...driver },
    { name: 'GET /tasks/, signed in', url: `${url}/tasks/?limit=100`, pid: api.pid, headers: { cookie } },
  ])
  bytes.child.kill()
  driver.child.kill()
  const baseline = results[1]?.microseconds ?? Number.NaN
  return results.map(({ name, requestsPerSecond, microseconds }) => ({
    what: name,
    measured: `${requestsPerSecond.toFixed(0)}/s, ${microseconds.toFixed(0)} µs CPU, ${(microseconds / baseline).toFixed(2)} × the driver`,
    aim: name.startsWith('GET') ? '1.6 ×' : '',
  }))
}

async function signUp(url: string): Promise<{ url: string; cookie: string; owner: string }> {
  const response = await fetch(`${url}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Bench',
      email: `bench-${Date.now()}@example.org`,
      password: 'correct horse battery',
    }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}`)
  const { user } = (await response.json()) as { user: { id: string } }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { url, cookie, owner: user.id }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MEASURES)
const figures: Figure[] = []
for (const name of wanted) {
  const measure = MEASURES[name]
  if (!measure) throw new Error(`There is no measure ${name}: ${Object.keys(MEASURES).join(', ')}`)
  figures.push(...(await measure()))
}
console.table(figures)
