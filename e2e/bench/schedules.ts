import { openDatabase } from '@ichrisbirch/db/database'
import { createLogger } from '@ichrisbirch/runtime/log'
import pg from 'pg'
import { startEngine } from '../../services/scheduler/src/engine/engine.ts'
import { planDue } from '../../services/scheduler/src/engine/plan.ts'
import { openQueue } from '../../services/scheduler/src/engine/queue.ts'
import type { Job } from '../../services/scheduler/src/job.ts'
import { startServer } from '../schedules/server.ts'

const RUNS = 2000
const DUE = 100
const ROUNDS = 20

/** Short runs a second of one scheduler, and what planning costs beside 1,000 and 100,000 schedules that are not due. */
export async function measureSchedules(): Promise<{ what: string; measured: string; aim: string }[]> {
  const server = await startServer()
  const onError = () => undefined
  const database = openDatabase({ ...server, name: 'scheduler', connections: 8, onError })
  const admin = new pg.Client({ connectionString: server.superuserUrl })
  admin.on('error', onError)
  await admin.connect()
  try {
    const throughput = await shortRuns(server, database, admin)
    const few = await planning(database.db, admin, 1000)
    const many = await planning(database.db, admin, 100_000)
    return [
      { what: 'short runs of one scheduler', measured: `${throughput.toFixed(0)}/s`, aim: '' },
      { what: `planning ${DUE} slots beside 1,000 schedules`, measured: `${few.toFixed(1)} ms`, aim: '' },
      {
        what: `planning ${DUE} slots beside 100,000 schedules`,
        measured: `${many.toFixed(1)} ms, ${(many / few).toFixed(2)} × as long`,
        aim: '1.5 ×',
      },
    ]
  } finally {
    await admin.end()
    await database.close()
    await server.remove()
  }
}

async function shortRuns(
  server: { url: string; password: string },
  database: ReturnType<typeof openDatabase>,
  admin: pg.Client,
): Promise<number> {
  let left = RUNS
  let isOver = () => {}
  const over = new Promise<void>((resolve) => {
    isOver = resolve
  })
  const jobs = Array.from({ length: 200 }, (_, index): Job<undefined> => {
    const name = `short-${index}`
    const run = async () => {
      if (--left === 0) isOver()
    }
    const kept = { rule: '0 0 1 1 *', timeZone: 'UTC', missed: 'once' as const, expectWithin: 60, retries: 0 }
    return { name, title: name, ...kept, run }
  })
  const log = createLogger({ service: 'bench', level: 'silent', readable: false })
  const engine = await startEngine({ ...server, database, jobs, config: undefined, log, concurrency: 8, retryDelay: 1 })
  const begun = performance.now()
  await admin.query(
    `insert into runs (id, schedule, scheduled_for, cause)
     select gen_random_uuid(), 'short-' || n % 200, now(), 'person' from generate_series(1, $1) n`,
    [RUNS],
  )
  await admin.query(`select pg_notify('schedules', 'plan')`)
  await over
  const seconds = (performance.now() - begun) / 1000
  await engine.stop()
  return RUNS / seconds
}

/** The median time of a transaction that plans 100 slots. */
async function planning(
  db: ReturnType<typeof openDatabase>['db'],
  admin: pg.Client,
  schedules: number,
): Promise<number> {
  const queue = await openQueue(db, createLogger({ service: 'bench', level: 'silent', readable: false }), 1)
  await admin.query('truncate schedules, runs, run_lines')
  await admin.query(
    `insert into schedules (name, job, title, rule, time_zone, missed, expect_within, retries, next_at)
     select 'schedule-' || n, 'job', 'title', '0 0 1 1 *', 'UTC', 'skip', 60, 0, now() + interval '1 year'
     from generate_series(1, $1) n`,
    [schedules],
  )
  await admin.query('vacuum analyze schedules')
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await admin.query(
      `update schedules set next_at = now() where name in (select 'schedule-' || n from generate_series(1, $1) n)`,
      [DUE],
    )
    const begun = performance.now()
    await planDue(db, queue)
    times.push(performance.now() - begun)
  }
  await queue.stop({ graceful: false })
  return times.toSorted((a, b) => a - b)[ROUNDS / 2] ?? Number.NaN
}
