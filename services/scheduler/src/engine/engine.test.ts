import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { listAlarms } from '@ichrisbirch/db/alarms'
import { openDatabase } from '@ichrisbirch/db/database'
import { changeSchedule, findRun, listRunLines, listRuns, listSchedules, requestRun } from '@ichrisbirch/db/schedules'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { createLogger } from '@ichrisbirch/runtime/log'
import type { Job } from '../job.ts'
import { type Engine, startEngine } from './engine.ts'

const database = await openTestDatabase()
const { db } = database
const log = createLogger({ service: 'scheduler', level: 'silent', readable: false })

type TestJob = Job<undefined>

/** A job that nothing but a person makes run within the time of a test. */
function jobNamed(name: string, run: TestJob['run'], changes: Partial<TestJob> = {}): TestJob {
  return {
    name,
    title: name,
    rule: '0 0 1 1 *',
    timeZone: 'UTC',
    missed: 'once',
    expectWithin: 60,
    retries: 0,
    run,
    ...changes,
  }
}

/** An engine as in a process of its own. */
async function start(...jobs: TestJob[]): Promise<Engine> {
  const { url, password } = database
  const open = openDatabase({ url, password, name: 'scheduler', onError: () => undefined })
  const engine = await startEngine({
    database: open,
    url,
    password,
    jobs,
    config: undefined,
    log,
    concurrency: 4,
    retryDelay: 1,
  })
  const stop = async () => {
    await engine.stop()
    await open.close()
  }
  let stopped: Promise<void> | undefined
  const once = () => (stopped ??= stop())
  after(once)
  return { check: engine.check, stop: once }
}

async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const value = await look()
    if (value) return value
    await pause(10)
  }
}

async function ask(schedule: string, scheduledFor?: string): Promise<string> {
  const run = await requestRun(db, { schedule, scheduledFor })
  assert(run)
  return run.id
}

const hasState = (id: string, state: string) => async () => {
  const run = await findRun(db, id)
  return run?.state === state && run
}

test('a run that a person asks for is done at once, for the time that they say, and its log is kept', async () => {
  const slots: string[] = []
  const engine = await start(
    jobNamed('greet', async ({ slot, log }) => {
      slots.push(slot.toISOString())
      log.info({ people: 2, password: 'hunter2' }, 'greeted')
    }),
  )
  const id = await ask('greet', '2026-03-29T01:00:00Z')
  const run = await until(hasState(id, 'succeeded'))
  assert.deepEqual([run.attempt, run.cause, slots], [1, 'person', ['2026-03-29T01:00:00.000Z']])
  const lines = await listRunLines(db, id)
  assert.deepEqual(
    lines.map(({ level, message }) => [level, message]),
    [['info', 'greeted (people=2, password=[Redacted])']],
  )
  await engine.stop()
})

test('a slot is run when it comes, never before, and once by any number of schedulers', async () => {
  const job = jobNamed('tick', async () => undefined, { rule: '* * * * * *' })
  const engines = [await start(job), await start(job), await start(job)]
  const done = await until(async () => {
    const list = (await listRuns(db, 'tick', { limit: 10 })).filter(({ state }) => state === 'succeeded')
    return list.length >= 3 && list
  })
  const lateness = done.map((run) => Date.parse(run.startedAt ?? '') - Date.parse(run.scheduledFor))
  assert(
    lateness.every((ms) => ms >= 0),
    lateness.join(),
  )
  assert(Math.min(...lateness) < 2000, lateness.join())
  assert.equal(new Set(done.map(({ scheduledFor }) => scheduledFor)).size, done.length)
  await Promise.all(engines.map((engine) => engine.stop()))
})

test('a failed run is tried again after a while; one that never succeeds is given up, with an alarm', async () => {
  let tries = 0
  const engine = await start(
    jobNamed(
      'flaky',
      async () => {
        if (++tries < 2) throw new Error('the disk is full')
      },
      { retries: 2 },
    ),
    jobNamed('hopeless', () => Promise.reject(new Error('no such bucket')), { retries: 1 }),
  )
  const [flaky, hopeless] = [await ask('flaky'), await ask('hopeless')]
  assert.equal((await until(hasState(flaky, 'succeeded'))).attempt, 2)
  const run = await until(hasState(hopeless, 'dead'))
  assert.deepEqual([run.attempt, run.reason], [2, 'no such bucket'])
  const alarm = (await listAlarms(db, { status: 'open', limit: 10 })).find(({ subject }) => subject === 'hopeless')
  assert.equal(alarm?.message, 'A run of hopeless was given up after 2 attempts: no such bucket')
  assert.match((await listRunLines(db, hopeless))[0]?.message ?? '', /the run failed: no such bucket/)
  await engine.stop()
})

test('a start keeps what a person changed, forgets nothing, and brings back what the code has again', async () => {
  const nothing = async () => undefined
  const find = async (name: string) => (await listSchedules(db, name))[0]?.schedule
  await (await start(jobNamed('kept', nothing), jobNamed('gone', nothing))).stop()
  await changeSchedule(db, 'kept', { isPaused: true, ownRule: '5 5 * * *', ownMissed: 'all' })
  await (await start(jobNamed('kept', nothing, { title: 'Kept and renamed', rule: '1 1 * * *' }))).stop()
  const kept = await find('kept')
  assert.deepEqual(
    [kept?.title, kept?.rule, kept?.ownRule, kept?.ownMissed, kept?.isPaused],
    ['Kept and renamed', '1 1 * * *', '5 5 * * *', 'all', true],
  )
  assert.equal(await find('gone'), undefined)
  await (await start(jobNamed('kept', nothing), jobNamed('gone', nothing))).stop()
  assert.equal((await find('gone'))?.isListed, true)
  assert.equal((await find('kept'))?.isPaused, true)
})

test('a scheduler that stops hands back what does not end in time, and another does it without waiting for a lease', async () => {
  let begun = 0
  const job = jobNamed('long', ({ signal }) => {
    if (++begun > 1) return Promise.resolve()
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  const first = await start(job)
  const id = await ask('long')
  await until(async () => begun === 1)
  const second = await start(job)
  await first.stop()
  const run = await until(hasState(id, 'succeeded'))
  assert.deepEqual([run.attempt, begun], [2, 2])
  assert.equal((await listRunLines(db, id))[0]?.message, 'handed back: the scheduler stops')
  await second.stop()
})

test('a scheduler that has lost its run records nothing: no end, no line, no work', async () => {
  let go = () => {}
  const going = new Promise<void>((resolve) => {
    go = resolve
  })
  let worked = false
  const engine = await start(
    jobNamed('zombie', async ({ log, finish }) => {
      log.info('written while it was ours')
      await going
      log.info('written when it was another')
      await finish(async () => {
        worked = true
      })
    }),
  )
  const id = await ask('zombie')
  await until(async () => (await listRunLines(db, id)).length === 1)
  // As the next claim does it.
  await db.execute(`update runs set fence = fence + 1 where id = '${id}'`)
  go()
  await engine.stop()
  assert.equal((await findRun(db, id))?.state, 'running')
  assert.equal((await listRunLines(db, id)).length, 1)
  assert(worked, 'the work was begun, and taken back with its transaction')
})

test('open runs that the queue has lost, as after a restore, are done', async () => {
  let done = 0
  const job = jobNamed('restored', async () => {
    done++
  })
  await (await start(job)).stop()
  const id = await ask('restored')
  await db.execute(`update runs set state = 'running', is_queued = true, fence = 3 where id = '${id}'`)
  const engine = await start(job)
  await until(hasState(id, 'succeeded'))
  assert.equal(done, 1)
  await engine.stop()
})

test('a database that takes the place of the old one, as in a restore, gets its schedules and its queue', async () => {
  const engine = await start(jobNamed('replaced', async () => undefined))
  const password = decodeURIComponent(new URL(database.superuserUrl).password)
  const admin = openDatabase({ url: database.superuserUrl, password, name: 'restore', onError: () => undefined })
  await admin.db.execute('truncate schedules, runs, run_lines, pgboss.queue, pgboss.job cascade')
  await admin.db.execute(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'scheduler%'`)
  await until(async () => (await listSchedules(db, 'replaced')).length === 1)
  await until(hasState(await ask('replaced'), 'succeeded'))
  await admin.close()
  await engine.stop()
})
