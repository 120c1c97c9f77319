import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { autotaskRuns, autotasks } from '@ichrisbirch/db/autotasks'
import { newId } from '@ichrisbirch/db/columns'
import { conversations, messages } from '@ichrisbirch/db/conversations'
import { files } from '@ichrisbirch/db/files'
import { journalEntries, journalPhotos } from '@ichrisbirch/db/journal'
import { runLines, runs, schedules } from '@ichrisbirch/db/schedules'
import { tasks } from '@ichrisbirch/db/tasks'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { sessions, users } from '@ichrisbirch/db/users'
import { runAt } from '../testing.ts'
import { cleanUp } from './clean-up.ts'

const { db } = await openTestDatabase()
const NOW = '2026-11-23T03:40:00Z'
const daysAgo = (days: number) => new Date(new Date(NOW).getTime() - days * 86_400_000).toISOString()
const run = () => cleanUp.run(runAt(db, NOW))

const owner = newId()
await db.insert(users).values({ id: owner, name: 'Ada', email: `${randomUUID()}@example.org` })

test('what was deleted goes after thirty days with all that belongs to it, in as many batches as it takes', async () => {
  const autotask = { id: newId(), ownerId: owner, name: 'sweep', rule: 'FREQ=DAILY', startDay: '2026-01-01' }
  await db.insert(autotasks).values({ ...autotask, repeatFrom: 'due', maxOpen: 1, deletedAt: daysAgo(31) })
  const task = (index: number, deletedAt: string | null) => ({
    id: newId(),
    ownerId: owner,
    name: `task ${index}`,
    position: `a${String(index).padStart(5, '0')}`,
    autotaskId: autotask.id,
    deletedAt,
  })
  await db.insert(tasks).values(Array.from({ length: 1201 }, (_, index) => task(index, daysAgo(31))))
  await db.insert(tasks).values([task(2001, daysAgo(29)), task(2002, null)])
  const kept = task(2003, null)
  await db.insert(tasks).values(kept)
  const made = { ownerId: owner, autotaskId: autotask.id, cause: 'schedule', outcome: 'created' } as const
  await db.insert(autotaskRuns).values({ ...made, day: '2026-01-02', taskId: kept.id })
  const conversation = { id: newId(), ownerId: owner, title: 'old', deletedAt: daysAgo(31) }
  await db.insert(conversations).values(conversation)
  await db
    .insert(messages)
    .values({ conversationId: conversation.id, id: 'm1', ownerId: owner, role: 'user', parts: [{ type: 'text' }] })
  await run()
  assert.deepEqual((await db.select().from(tasks)).map(({ name }) => name).sort(), [
    'task 2001',
    'task 2002',
    'task 2003',
  ])
  for (const table of [autotasks, autotaskRuns, conversations, messages]) {
    assert.equal((await db.select().from(table)).length, 0)
  }
  await run()
  assert.equal((await db.select().from(tasks)).length, 3)
})

test('a photo that no record has shown for thirty days goes, and one that a deleted entry shows stays with it', async () => {
  const photo = (name: string, days: number) => ({
    id: newId(),
    ownerId: owner,
    name,
    type: 'image/gif' as const,
    bytes: 1,
    sha256: '',
    width: 1,
    height: 1,
    content: new Uint8Array(1),
    updatedAt: daysAgo(days),
  })
  const [shown, unused, fresh] = [photo('shown', 400), photo('unused', 31), photo('fresh', 29)]
  await db.insert(files).values([shown, unused, fresh])
  const entry = { id: newId(), ownerId: owner, day: '2026-11-20', text: '', deletedAt: daysAgo(5) }
  await db.insert(journalEntries).values(entry)
  await db.insert(journalPhotos).values({ ownerId: owner, entryId: entry.id, fileId: shown.id, position: 1 })
  await run()
  const left = await db.select({ name: files.name }).from(files)
  assert.deepEqual(left.map(({ name }) => name).sort(), ['fresh', 'shown'])
  await db.delete(files)
})

test('a session goes when it has expired, and a good one stays', async () => {
  const session = (expiresAt: string) => ({
    id: newId(),
    userId: owner,
    token: randomUUID(),
    expiresAt: new Date(expiresAt),
  })
  const good = session(daysAgo(-1))
  await db.insert(sessions).values([session(daysAgo(0.1)), good])
  await run()
  assert.deepEqual(
    (await db.select().from(sessions)).map(({ id }) => id),
    [good.id],
  )
})

test('runs go after thirty days with their lines, but the newest thirty of each schedule stay', async () => {
  const schedule = { timeZone: 'UTC', missed: 'skip', expectWithin: 60, retries: 0 } as const
  for (const name of ['yearly', 'busy']) {
    await db.insert(schedules).values({ ...schedule, name, job: name, title: name, rule: '0 0 * * *' })
  }
  const addRun = async (name: string, days: number, state: 'succeeded' | 'running') => {
    const id = newId()
    const finishedAt = state === 'running' ? null : daysAgo(days)
    await db
      .insert(runs)
      .values({ id, schedule: name, scheduledFor: daysAgo(days), cause: 'schedule', state, finishedAt })
    await db.insert(runLines).values({ runId: id, attempt: 1, line: 1, at: daysAgo(days), level: 'info', message: 'x' })
  }
  await addRun('busy', 900, 'running')
  for (let day = 800; day > 760; day--) await addRun('busy', day, 'succeeded')
  for (let day = 10; day > 0; day--) await addRun('busy', day, 'succeeded')
  for (let year = 3; year > 0; year--) await addRun('yearly', year * 365, 'succeeded')
  await run()
  const left = await db.select().from(runs)
  const countOf = (name: string) => left.filter((row) => row.schedule === name).length
  // Thirty, and the one that has not ended.
  assert.equal(countOf('busy'), 31)
  assert.equal(countOf('yearly'), 3)
  assert.equal((await db.select().from(runLines)).length, left.length)
})
