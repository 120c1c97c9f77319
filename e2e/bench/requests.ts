import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const TICKS_PER_SECOND = 100
const ROUNDS = 5
const SECONDS = 2

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
    },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: `http://127.0.0.1:${line.toString().trim()}/`, pid: pidOf(child) }
}

/** Asks all contenders in turn, several rounds, and takes the median of each: a busy moment hits them alike. */
export async function compare(contenders: Contender[]): Promise<Measured[]> {
  const results = new Map(contenders.map(({ name }) => [name, [] as Measured[]]))
  for (const contender of contenders) await ask(contender)
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) results.get(contender.name)?.push(await ask(contender))
  }
  return [...results].map(([name, measured]) => ({
    name,
    requestsPerSecond: median(measured.map((result) => result.requestsPerSecond)),
    microseconds: median(measured.map((result) => result.microseconds)),
  }))
}

async function ask({ name, url, pid, headers }: Contender): Promise<Measured> {
  const before = cpuSeconds(pid)
  const result = await autocannon({ url, connections: 20, duration: SECONDS, ...(headers && { headers }) })
  const cpu = cpuSeconds(pid) - before
  if (result.non2xx > 0) throw new Error(`${name} answered ${result.non2xx} requests with an error`)
  return { name, requestsPerSecond: result['2xx'] / SECONDS, microseconds: (cpu / result['2xx']) * 1e6 }
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start')
  return child.pid
}
