import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { median } from './median.ts'

/**
 * Until V8 has compiled what is hot: the API has more code than the baselines, and after 3000 requests it still costs a
 * sixth more than after 8000. Counted in requests, as the rounds are: on a busy machine seconds say little.
 */
const WARM_UP = 10_000
const ROUNDS = 15
const REQUESTS = 800

export interface Contender {
  name: string
  url: string
  pid: number
  headers?: Record<string, string>
}

export interface Measured {
  name: string
  requestsPerSecond: number
  /** Processor time of the server process, user and system, per request. */
  microseconds: number
}

/** Starts one of the baselines, with the heap that the API has, and waits for its port. */
export async function startBareServer(kind: 'bytes' | 'driver', database: string, owner: string, nodeOptions: string) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('bare-servers.ts', import.meta.url)), kind, database, owner],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: nodeOptions },
      // A session of its own, as the API has: Linux shares out a busy processor by session, and one that shares ours
      // with the client is interrupted less, which makes it a fifth cheaper.
      detached: true,
    },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: `http://127.0.0.1:${line.toString().trim()}/`, pid: pidOf(child) }
}

/** Asks all contenders in turn, in several rounds, and takes the median of each: a busy moment hits them alike. */
export async function compare(contenders: Contender[]): Promise<Measured[]> {
  const results = new Map(contenders.map(({ name }) => [name, [] as Measured[]]))
  for (const contender of contenders) await ask(contender, WARM_UP)
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) results.get(contender.name)?.push(await ask(contender, REQUESTS))
  }
  return [...results].map(([name, measured]) => ({
    name,
    requestsPerSecond: median(measured.map((result) => result.requestsPerSecond)),
    microseconds: median(measured.map((result) => result.microseconds)),
  }))
}

async function ask({ name, url, pid, headers }: Contender, amount: number): Promise<Measured> {
  const before = cpuMicroseconds(pid)
  const started = performance.now()
  // It looks every `sampleInt` milliseconds whether all are answered.
  const result = await autocannon({ url, connections: 20, amount, sampleInt: 20, ...(headers && { headers }) })
  const seconds = (performance.now() - started) / 1000
  const microseconds = (cpuMicroseconds(pid) - before) / amount
  if (result['2xx'] !== amount) throw new Error(`${name} answered ${result['2xx']} of ${amount} requests`)
  return { name, requestsPerSecond: amount / seconds, microseconds }
}

/** Of all threads, user and system. /proc/<pid>/stat counts in hundredths of a second: too coarse for a round. */
function cpuMicroseconds(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1000
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start')
  return child.pid
}
