// Three schedulers, one of them killed every few seconds, and PostgreSQL restarted in the middle. Effects are counted.
// SCHEDULES_SECONDS=300 is the long form, with 1,000 schedules; it tells the lateness, too.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { slotsOf } from './schedules/rules.ts'
import { startServer } from './schedules/server.ts'

const SECONDS = Number(process.env.SCHEDULES_SECONDS ?? 20)
const IS_LONG = SECONDS >= 60
/** 1,000 runs a minute in the long form. */
const [SCHEDULES, PERIOD] = IS_LONG ? [1000, 60] : [60, 6]
const KILL_EVERY_MS = 4000
const SCHEDULERS = 3

interface Scheduler {
  child: ChildProcess
  ready: Promise<unknown>
}

test('killed schedulers and a restarted database lose no slot, and do none twice', { timeout: 900_000 }, async () => {
  const server = await startServer()
  after(() => server.remove())
  const query = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: server.superuserUrl, options: '-c timezone=UTC' })
    await client.connect()
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end()
    }
  }
  await query('create table effects (schedule text not null, slot timestamptz not null)')
  await query('grant insert on effects to ichrisbirch_services')

  const start = (): Scheduler => {
    const child = spawn(process.execPath, [new URL('schedules/process.ts', import.meta.url).pathname], {
      env: {
        ...process.env,
        DATABASE_URL: server.url,
        DATABASE_PASSWORD: server.password,
        SCHEDULES: String(SCHEDULES),
        PERIOD: String(PERIOD),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    assert(child.stdout)
    return { child, ready: once(child.stdout, 'data') }
  }
  const schedulers = Array.from({ length: SCHEDULERS }, start)
  after(() => schedulers.forEach(({ child }) => child.kill('SIGKILL')))
  await Promise.all(schedulers.map(({ ready }) => ready))

  /** When not all were up: from a kill until its successor is ready, and while the database was away. */
  const troubles: { from: number; to: number }[] = []
  const trouble = async (work: () => Promise<unknown>) => {
    const from = Date.now()
    await work()
    troubles.push({ from, to: Date.now() })
  }
  const begun = Date.now()
  let kills = 0
  let isRestarted = false
  for (;;) {
    await delay(KILL_EVERY_MS)
    await trouble(async () => {
      const victim = schedulers[kills % SCHEDULERS]
      victim?.child.kill('SIGKILL')
      const next = start()
      schedulers[kills % SCHEDULERS] = next
      kills++
      await next.ready
    })
    if (!isRestarted && Date.now() - begun >= SECONDS * 500) {
      isRestarted = true
      await trouble(server.restart)
    }
    if (isRestarted && kills >= 3 && Date.now() - begun >= SECONDS * 1000) break
  }

  const [end] = await query<{ now: string }>('select now()::text as now')
  const to = Date.parse(end?.now ?? '')
  const created = await query<{ name: string; at: string }>('select name, created_at::text as at from schedules')
  const expected = created.flatMap(({ name, at }) =>
    slotsOf(Number(name.split('-')[1]), PERIOD, Date.parse(at), to).map((slot) => `${name} ${slot}`),
  )
  const done = async () => {
    const rows = await query<{ schedule: string; slot: Date }>('select schedule, slot from effects where slot <= $1', [
      end?.now,
    ])
    return rows.map(({ schedule, slot }) => `${schedule} ${slot.toISOString()}`)
  }
  // What a killed one had in hand is done when its lease has run out.
  const patience = Date.now() + 60_000
  while (new Set(await done()).size < expected.length && Date.now() < patience) await delay(500)
  const effects = await done()

  assert.deepEqual(effects.toSorted(), expected.toSorted())
  const lateness = await query<{ slot: string; ms: number }>(
    `select scheduled_for::text as slot, extract(epoch from started_at - scheduled_for)::float8 * 1000 as ms
     from runs where state = 'succeeded' and scheduled_for <= $1`,
    [end?.now],
  )
  tell(effects.length, kills, lateness, troubles)
})

/** The lateness of slots that came while all were up, and no kill was near. */
function tell(
  effects: number,
  kills: number,
  lateness: { slot: string; ms: number }[],
  troubles: { from: number; to: number }[],
): void {
  const isCalm = (slot: string) => {
    const at = Date.parse(slot)
    return troubles.every(({ from, to }) => at < from - 2000 || at > to)
  }
  const calm = lateness.filter(({ slot }) => isCalm(slot)).map(({ ms }) => ms)
  const sorted = calm.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN)
  console.log(
    `${effects} slots done once each, ${kills} kills; of ${sorted.length} slots while all were up: ` +
      `median ${at(0.5)} ms late, p99 ${at(0.99)} ms, worst ${at(0.9999)} ms`,
  )
}
