import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clearAlarm, raiseAlarm } from '@ichrisbirch/db/alarms'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const admin = await api.signUp()
const other = await api.signUp()
const { db } = api.database
const late = { kind: 'schedule_late', subject: 'backup', message: 'It is late.' } as const

test('the admin sees the open alarms, newest first, and the ended ones when asked', async () => {
  await raiseAlarm(db, late, new Date('2026-11-01T03:00:00Z'))
  await raiseAlarm(db, { ...late, subject: 'digest' }, new Date('2026-11-01T04:00:00Z'))
  await clearAlarm(db, 'schedule_late', 'backup', new Date('2026-11-01T05:00:00Z'))
  const open = await admin.client.listAlarms()
  assert.deepEqual(
    open.items.map(({ subject, clearedAt }) => [subject, clearedAt]),
    [['digest', null]],
  )
  const all = await admin.client.listAlarms({ query: { status: 'all', limit: 1 } })
  const rest = await admin.client.listAlarms({ query: { status: 'all', after: all.next ?? '' } })
  assert.deepEqual(
    [...all.items, ...rest.items].map(({ subject }) => subject),
    ['digest', 'backup'],
  )
})

test('an acknowledged alarm stays open, keeps the moment at which it was first seen, and can be taken back', async () => {
  const [alarm] = (await admin.client.listAlarms()).items
  assert(alarm)
  const params = { id: alarm.id }
  const seen = await admin.client.acknowledgeAlarm({ params })
  assert(seen.acknowledgedAt)
  assert.deepEqual(await admin.client.acknowledgeAlarm({ params }), seen)
  assert.equal((await admin.client.listAlarms()).items.length, 1)
  assert.equal((await admin.client.unacknowledgeAlarm({ params })).acknowledgedAt, null)
})

test('the health counts the open alarms, and tells nothing of them', async () => {
  const health = async () => (await fetch(`${api.url}/health`)).json()
  assert.deepEqual(await health(), { status: 'ok', checks: { database: 'ok' }, alarms: 1 })
  await clearAlarm(db, 'schedule_late', 'digest', new Date())
  assert.deepEqual(await health(), { status: 'ok', checks: { database: 'ok' } })
  await raiseAlarm(db, late, new Date())
})

test('for everyone but the admin there are no alarms', async () => {
  const [alarm] = (await admin.client.listAlarms()).items
  assert(alarm)
  await assert.rejects(other.client.listAlarms(), { code: 'not_found' })
  await assert.rejects(other.client.acknowledgeAlarm({ params: { id: alarm.id } }), { code: 'not_found' })
})
