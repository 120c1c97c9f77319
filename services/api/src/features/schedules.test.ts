import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { saveSchedule } from '@ichrisbirch/db/runs'
import { listRuns, runLines, runs, schedules } from '@ichrisbirch/db/schedules'
import { eq, sql } from 'drizzle-orm'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { db } = api.database
/** The first to sign up: the admin. */
const { client } = await api.signUp()
const stranger = await api.signUp()
const params = { name: 'backup' }

const backup = {
  name: 'backup',
  job: 'backup',
  title: 'Back up everything',
  rule: '30 2 * * *',
  timeZone: 'UTC',
  missed: 'once' as const,
  expectWithin: 7200,
  retries: 3,
}

before(() => saveSchedule(db, backup, '2026-11-24T02:30:00Z'))

test('a schedule is told as the code says it, in words, with its next slot', async () => {
  const { items } = await client.listSchedules()
  assert.deepEqual(items, [
    {
      name: 'backup',
      title: 'Back up everything',
      rule: '30 2 * * *',
      ruleInWords: 'At 02:30',
      timeZone: 'UTC',
      missed: 'once',
      expectWithin: 7200,
      isPaused: false,
      isChanged: false,
      nextAt: '2026-11-24T02:30:00Z',
      lastRun: null,
      recent: [],
    },
  ])
  await assert.rejects(client.getSchedule({ params: { name: 'nothing' } }), { code: 'not_found' })
})

test('its time is changed by cron or by a rule, from now on, and taken back with null', async () => {
  const changed = await client.changeSchedule({
    params,
    body: { rule: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=3', timeZone: 'Europe/Berlin', missed: 'all' },
  })
  assert.deepEqual(
    [changed.ruleInWords, changed.timeZone, changed.missed, changed.isChanged],
    ['every week on Sunday at 03:00', 'Europe/Berlin', 'all', true],
  )
  const next = new Date(changed.nextAt ?? '')
  assert(next.getTime() > Date.now())
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit' })
  assert.equal(clock.format(next), 'Sun, 03')
  const before = await client.changeSchedule({ params, body: { rule: null, timeZone: null, missed: null } })
  assert.deepEqual(
    [before.rule, before.timeZone, before.missed, before.isChanged],
    ['30 2 * * *', 'UTC', 'once', false],
  )
})

test('a rule that cannot be read is refused with what is wrong about it', async () => {
  for (const rule of ['every night', '30 25 * * *', 'FREQ=DAILY;COUNT=3', '0 0 31 2 *']) {
    await assert.rejects(client.changeSchedule({ params, body: { rule } }), (error: { code?: string }) => {
      assert.equal(error.code, 'invalid_input')
      return true
    })
  }
})

test('a paused one has no next slot, and what came meanwhile is not made up', async () => {
  assert.deepEqual(await client.pauseSchedule({ params }).then(({ isPaused, nextAt }) => [isPaused, nextAt]), [
    true,
    null,
  ])
  await db.update(schedules).set({ nextAt: '2020-01-01T00:00:00Z' }).where(eq(schedules.name, 'backup'))
  const resumed = await client.resumeSchedule({ params })
  assert.equal(resumed.isPaused, false)
  assert(Date.parse(resumed.nextAt ?? '') > Date.now())
})

test('it is run when a person says so, for the time that they say, and the same request is one run', async () => {
  const id = '01930000-0000-7000-8000-000000000001'
  const body = { id, scheduledFor: '2026-03-29T01:00:00Z' }
  const run = await client.runSchedule({ params, body })
  assert.deepEqual(
    [run.schedule, run.cause, run.state, run.scheduledFor, run.latenessMs],
    ['backup', 'person', 'waiting', '2026-03-29T01:00:00Z', null],
  )
  assert.deepEqual(await client.runSchedule({ params, body }), run)
  await assert.rejects(client.runSchedule({ params, body: { id, scheduledFor: '2026-03-30T01:00:00Z' } }), {
    code: 'id_taken',
  })
  assert.equal((await listRuns(db, 'backup', { limit: 10 })).length, 1)
})

test('its history is paged, newest first, with lateness; a run has its log', async () => {
  await db.delete(runs)
  for (const day of ['01', '02', '03']) {
    const [run] = await db
      .insert(runs)
      .values({
        schedule: 'backup',
        scheduledFor: `2026-11-${day}T02:30:00Z`,
        cause: 'schedule',
        state: day === '02' ? 'dead' : 'succeeded',
        attempt: 1,
        startedAt: `2026-11-${day}T02:30:00.120Z`,
      })
      .returning()
    assert(run)
    const line = { runId: run.id, attempt: 1, at: sql`now()`, level: 'info' as const }
    await db.insert(runLines).values([
      { ...line, line: 1, message: `began on ${day}` },
      { ...line, line: 2, message: 'ended' },
    ])
  }
  const first = await client.listScheduleRuns({ params, query: { limit: 2 } })
  assert.deepEqual(
    first.items.map(({ scheduledFor, latenessMs }) => [scheduledFor, latenessMs]),
    [
      ['2026-11-03T02:30:00Z', 120],
      ['2026-11-02T02:30:00Z', 120],
    ],
  )
  assert(first.next)
  const second = await client.listScheduleRuns({ params, query: { limit: 2, after: first.next } })
  assert.deepEqual([second.items.length, second.next], [1, null])
  const { lines } = await client.getRun({ params: { id: second.items[0]?.id ?? '' } })
  assert.deepEqual(
    lines.map(({ level, message }) => [level, message]),
    [
      ['info', 'began on 01'],
      ['info', 'ended'],
    ],
  )
  const schedule = await client.getSchedule({ params })
  assert.deepEqual(schedule.recent, ['succeeded', 'dead', 'succeeded'])
  assert.equal(schedule.lastRun?.scheduledFor, '2026-11-03T02:30:00Z')
})

test('nobody but the admin finds any of it', async () => {
  const [run] = await listRuns(db, 'backup', { limit: 1 })
  const { client: other } = stranger
  for (const ask of [
    () => other.listSchedules(),
    () => other.getSchedule({ params }),
    () => other.pauseSchedule({ params }),
    () => other.changeSchedule({ params, body: { rule: null } }),
    () => other.runSchedule({ params, body: {} }),
    () => other.listScheduleRuns({ params }),
    () => other.getRun({ params: { id: run?.id ?? '' } }),
  ]) {
    await assert.rejects(ask, { code: 'not_found' })
  }
})

test('an autotask that is due as it is made is run at once, unless autotasks are paused', async () => {
  await saveSchedule(db, { ...backup, name: 'autotasks', job: 'autotasks', rule: '*/15 * * * *' }, null)
  const waiting = () => listRuns(db, 'autotasks', { limit: 10 })
  const body = { name: 'water plants', rule: 'FREQ=DAILY', startDay: '2020-01-01' }
  // In at least one of them it is after 01:15 now.
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    await client.changeAccount({ body: { timeZone } })
    await client.createAutotask({ body })
  }
  assert.equal((await waiting()).length, 1, 'one run does all that is due')
  await db.delete(runs)
  await client.pauseSchedule({ params: { name: 'autotasks' } })
  await client.createAutotask({ body })
  assert.equal((await waiting()).length, 0)
})
