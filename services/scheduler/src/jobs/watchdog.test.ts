import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { alarms, listAlarms, raiseAlarm } from '@ichrisbirch/db/alarms'
import { autotasks } from '@ichrisbirch/db/autotasks'
import { recordBackup, recordVerification } from '@ichrisbirch/db/backups'
import { newId } from '@ichrisbirch/db/columns'
import { runs, schedules } from '@ichrisbirch/db/schedules'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { users } from '@ichrisbirch/db/users'
import { runAt } from '../testing.ts'
import { watchdog } from './watchdog.ts'

const { db } = await openTestDatabase()
const watch = (at: string, config = {}) => watchdog.run(runAt(db, at, config))
const open = async () =>
  (await listAlarms(db, { status: 'open', limit: 50 })).map(({ kind, subject, message }) => [kind, subject, message])
const openKinds = async () => (await open()).map(([kind, subject]) => `${kind} ${subject}`)

beforeEach(async () => {
  for (const table of [alarms, runs, schedules, autotasks]) await db.delete(table)
})

/** Nightly at half past two in Berlin; it should have succeeded an hour later. */
async function addSchedule(fields: Partial<typeof schedules.$inferInsert> = {}) {
  const schedule = { name: 'nightly', job: 'nightly', title: 'Count the sheep', rule: '30 2 * * *', retries: 0 }
  const zone = { timeZone: 'Europe/Berlin', missed: 'once', expectWithin: 3600 } as const
  await db.insert(schedules).values({ ...schedule, ...zone, nextAt: '2026-11-24T01:30:00Z', ...fields })
}

async function addRun(fields: Partial<typeof runs.$inferInsert>) {
  const slot = '2026-11-23T01:30:00Z'
  const run = { id: newId(), schedule: 'nightly', scheduledFor: slot, createdAt: slot, cause: 'schedule' } as const
  await db.insert(runs).values({ ...run, ...fields })
}

test('a schedule that silently stopped raises one alarm, which clears when it goes on', async () => {
  await addSchedule()
  await watch('2026-11-24T02:29:00Z')
  assert.deepEqual(await open(), [])
  for (const at of ['2026-11-24T02:31:00Z', '2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z']) await watch(at)
  assert.deepEqual(await open(), [
    ['schedule_late', 'nightly', '“Count the sheep”: nothing has begun its run of 24 Nov, 02:30 CET'],
  ])
  await db.update(schedules).set({ nextAt: '2026-11-26T01:30:00Z' })
  await watch('2026-11-25T09:05:00Z')
  assert.deepEqual(await open(), [])
  const [alarm] = await listAlarms(db, { status: 'all', limit: 5 })
  assert.equal(alarm?.raisedAt, '2026-11-24T02:31:00Z')
  assert.equal(alarm?.clearedAt, '2026-11-25T09:05:00Z')
})

test('a schedule without the next time that its rule gives is late at once; one whose rule has ended is not', async () => {
  await addSchedule({ nextAt: null })
  await addSchedule({ name: 'skewed', nextAt: '2030-01-01T00:00:00Z' })
  await addSchedule({ name: 'ended', nextAt: null, rule: 'FREQ=DAILY;UNTIL=20200101' })
  await watch('2026-11-23T12:00:00Z')
  assert.deepEqual((await openKinds()).sort(), ['schedule_late nightly', 'schedule_late skewed'])
})

test('a slot that the database has planned while this clock still stands before it is no fault', async () => {
  await addSchedule({ rule: '*/5 * * * *', nextAt: '2026-11-23T12:10:00Z' })
  await watch('2026-11-23T12:04:59Z')
  assert.deepEqual(await openKinds(), [])
})

test('a run that hangs or is tried again past its time is late, and one that is made up has its whole time', async () => {
  await addSchedule()
  await addRun({ state: 'running' })
  await watch('2026-11-23T02:31:00Z')
  assert.deepEqual(await openKinds(), ['schedule_late nightly'])
  await db.update(runs).set({ state: 'failed', createdAt: '2026-11-23T08:00:00Z' })
  await watch('2026-11-23T08:59:00Z')
  assert.deepEqual(await openKinds(), [])
  await watch('2026-11-23T09:01:00Z')
  assert.deepEqual(await openKinds(), ['schedule_late nightly'])
})

test('a run that was given up is an alarm with its reason until one succeeds', async () => {
  await addSchedule()
  await addRun({ state: 'dead', reason: 'the disk is full' })
  await watch('2026-11-23T03:00:00Z')
  assert.deepEqual(await open(), [
    ['run_dead', 'nightly', '“Count the sheep”: its run of 23 Nov, 02:30 CET was given up: the disk is full'],
  ])
  await addRun({ scheduledFor: '2026-11-23T05:00:00Z', cause: 'person', state: 'succeeded' })
  await watch('2026-11-23T05:05:00Z')
  assert.deepEqual(await open(), [])
})

test('a schedule that is paused, or that the code no longer has, is not late', async () => {
  await addSchedule({ isPaused: true })
  await addSchedule({ name: 'gone', isListed: false })
  await watch('2027-01-01T00:00:00Z')
  assert.deepEqual(await open(), [])
})

test('an autotask that was due and made nothing is an alarm that does not tell its name', async () => {
  const owner = newId()
  await db.insert(users).values({ id: owner, name: 'Grace', email: `${randomUUID()}@example.org` })
  const plan = { ownerId: owner, name: 'a secret', rule: 'FREQ=DAILY', startDay: '2026-11-01', maxOpen: 1 }
  const due = { ...plan, id: newId(), repeatFrom: 'due' as const, nextDay: '2026-11-23' }
  const forgotten = { ...plan, id: newId(), repeatFrom: 'completion' as const }
  const ended = { ...plan, id: newId(), repeatFrom: 'due' as const, rule: 'FREQ=DAILY;COUNT=1' }
  await db.insert(autotasks).values([{ ...due, nextRunAt: '2026-11-23T01:15:00Z' }, forgotten, ended])
  await watch('2026-11-23T02:14:00Z')
  assert.deepEqual(await openKinds(), [`autotask_silent ${forgotten.id}`])
  await watch('2026-11-23T02:16:00Z')
  assert.deepEqual(
    new Set(await openKinds()),
    new Set([`autotask_silent ${due.id}`, `autotask_silent ${forgotten.id}`]),
  )
  for (const [, , message] of await open()) assert.match(String(message), /^An autotask of Grace (?!.*secret)/)
  await db.update(autotasks).set({ paused: true })
  await watch('2026-11-23T02:20:00Z')
  assert.deepEqual(await open(), [])
})

test('a last good backup of two nights ago is an alarm, whether its schedule is paused or not', async () => {
  const name = 'backup'
  await addSchedule({ name, isPaused: true, createdAt: '2026-11-20T00:00:00Z' })
  await watch('2026-11-22T01:00:00Z')
  assert.deepEqual(await open(), [])
  await watch('2026-11-22T03:00:00Z')
  assert.deepEqual(await open(), [['backup_old', 'backup', 'There is no backup that is known to be good.']])
  const facts = { bytes: 1, sha256: null, migration: null, encrypted: false, place: 'volume' as const }
  const { id } = await recordBackup(db, { ...facts, name: 'one', madeAt: '2026-11-22T02:30:00Z' })
  await watch('2026-11-22T04:00:00Z')
  assert.equal((await open()).length, 1)
  await recordVerification(db, id, { at: new Date('2026-11-22T04:05:00Z'), fault: null })
  await watch('2026-11-22T04:10:00Z')
  assert.deepEqual(await open(), [])
})

test('alarms that others raise are left to them', async () => {
  await raiseAlarm(db, { kind: 'backup_bad', subject: 'one', message: 'It is broken.' }, new Date())
  await watch('2026-11-23T12:00:00Z')
  assert.deepEqual(await openKinds(), ['backup_bad one'])
})

test('the webhook is told of each change once; one that fails fails the run, and is told by the next', async () => {
  const told: { change: string; alarm: { subject: string } }[] = []
  let status = 500
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (status === 200) told.push(JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end()
    })
  }).listen(0, '127.0.0.1')
  after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert(address && typeof address === 'object')
  const config = { ALARM_WEBHOOK_URL: `http://127.0.0.1:${address.port}/secret-path` }
  const changes = () => told.map(({ change, alarm }) => `${alarm.subject} ${change}`)

  await addSchedule()
  await assert.rejects(watch('2026-11-24T09:00:00Z', config), { message: 'The alarm webhook answered 500.' })
  status = 302
  await assert.rejects(watch('2026-11-24T09:00:00Z', config), { message: 'The alarm webhook answered 302.' })
  await assert.rejects(
    watch('2026-11-24T09:00:00Z', { ALARM_WEBHOOK_URL: 'http://127.0.0.1:1/secret-path' }),
    (error: Error) => /does not answer/.test(error.message) && !/secret-path/.test(error.message),
  )
  status = 200
  for (const at of ['2026-11-24T09:05:00Z', '2026-11-24T09:10:00Z']) await watch(at, config)
  assert.deepEqual(changes(), ['nightly raised'])
  await db.update(schedules).set({ isPaused: true })
  for (const at of ['2026-11-24T09:15:00Z', '2026-11-24T09:20:00Z']) await watch(at, config)
  assert.deepEqual(changes(), ['nightly raised', 'nightly cleared'])
})

test('a webhook that is configured later is not told of what is over', async () => {
  await addSchedule()
  await watch('2026-11-24T09:00:00Z')
  const untold = await db.select({ at: alarms.toldRaisedAt }).from(alarms)
  assert.deepEqual(untold, [{ at: '2026-11-24T09:00:00Z' }])
})
