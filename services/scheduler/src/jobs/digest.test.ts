import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { newId } from '@ichrisbirch/db/columns'
import { listDigests } from '@ichrisbirch/db/digests'
import { tasks } from '@ichrisbirch/db/tasks'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { changeOwner, users } from '@ichrisbirch/db/users'
import { SMTPServer } from 'smtp-server'
import { runAt } from '../testing.ts'
import { digest } from './digest.ts'

const { db } = await openTestDatabase()

async function newReader(wish: 'none' | 'page' | 'email', rules: { timeZone: string; dayStartHour?: number }) {
  const id = newId()
  const email = `${randomUUID()}@example.org`
  await db.insert(users).values({ id, name: 'Ada', email, digest: wish, ...rules })
  return { id, email }
}

let places = 0
async function addTask(owner: string, name: string, fields: Partial<typeof tasks.$inferInsert>) {
  places++
  await db.insert(tasks).values({ id: newId(), ownerId: owner, name, position: `b${places}`, ...fields })
}

const daysOf = async (owner: string) => (await listDigests(db, owner, { limit: 10 })).map(({ day }) => day)

/** A mail server of the machine's own that keeps what it gets, and refuses the addresses it is told to. */
async function startMailServer(refused = new Set<string>()) {
  const letters: { to: string; text: string }[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => done(refused.has(address) ? new Error('550 no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        letters.push({ to, text: Buffer.concat(chunks).toString() })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  after(() => server.close())
  const address = server.server.address()
  assert(address && typeof address === 'object')
  const config = {
    SMTP_URL: `smtp://127.0.0.1:${address.port}`,
    MAIL_FROM: 'The house <house@example.org>',
    APP_ORIGIN: 'https://app.example.org',
  }
  return { letters, config, refused }
}

test("each reader's digest is made at their own six o'clock, once, though the job runs again", async () => {
  const berlin = await newReader('page', { timeZone: 'Europe/Berlin' })
  const kolkata = await newReader('page', { timeZone: 'Asia/Kolkata' })
  const chatham = await newReader('page', { timeZone: 'Pacific/Chatham' })
  const nobody = await newReader('none', { timeZone: 'Europe/Berlin' })
  const counts = async () => (await Promise.all([berlin, kolkata, chatham].map(({ id }) => daysOf(id)))).map(String)

  // 06:00 of 24 November: Chatham 16:15 and Kolkata 00:30, Berlin 05:00, all in UTC.
  const steps: [at: string, days: string[]][] = [
    ['2026-11-23T16:14:00Z', ['2026-11-23', '2026-11-23', '']],
    ['2026-11-23T16:15:00Z', ['2026-11-23', '2026-11-23', '2026-11-24']],
    ['2026-11-24T00:29:00Z', ['2026-11-23', '2026-11-23', '2026-11-24']],
    ['2026-11-24T00:30:00Z', ['2026-11-23', '2026-11-24,2026-11-23', '2026-11-24']],
    ['2026-11-24T04:59:00Z', ['2026-11-23', '2026-11-24,2026-11-23', '2026-11-24']],
    ['2026-11-24T05:00:00Z', ['2026-11-24,2026-11-23', '2026-11-24,2026-11-23', '2026-11-24']],
  ]
  for (const [at, days] of steps) {
    await digest.run(runAt(db, at))
    assert.deepEqual(await counts(), days, at)
    await Promise.all([digest.run(runAt(db, at)), digest.run(runAt(db, at))])
    assert.deepEqual(await counts(), days, at)
  }
  assert.deepEqual(await daysOf(nobody.id), [])
})

test('a day that begins late has its morning two hours later', async () => {
  const reader = await newReader('page', { timeZone: 'UTC', dayStartHour: 9 })
  await digest.run(runAt(db, '2026-11-24T10:59:00Z'))
  assert.deepEqual(await daysOf(reader.id), [])
  await digest.run(runAt(db, '2026-11-24T11:00:00Z'))
  assert.deepEqual(await daysOf(reader.id), ['2026-11-24'])
})

test('a digest has what is due, overdue and was done yesterday, of its reader alone', async () => {
  const reader = await newReader('page', { timeZone: 'Europe/Berlin' })
  const other = await newReader('page', { timeZone: 'Europe/Berlin' })
  await addTask(reader.id, 'the rent', { dueDay: '2026-11-24' })
  await addTask(reader.id, 'the plants', { dueDay: '2026-11-20' })
  await addTask(reader.id, 'tomorrow', { dueDay: '2026-11-25' })
  await addTask(reader.id, 'deleted', { dueDay: '2026-11-24', deletedAt: '2026-11-23T10:00:00Z' })
  // Yesterday in Berlin is from 23:00 to 23:00 in UTC.
  await addTask(reader.id, 'done early', { completedAt: '2026-11-22T23:00:00Z' })
  await addTask(reader.id, 'done late', { completedAt: '2026-11-23T22:59:59Z' })
  await addTask(reader.id, 'done today', { completedAt: '2026-11-23T23:00:00Z' })
  await addTask(other.id, 'not mine', { dueDay: '2026-11-24' })
  await digest.run(runAt(db, '2026-11-24T05:00:00Z'))
  const [made] = await listDigests(db, reader.id, { limit: 1 })
  assert(made)
  const names = Object.entries(made.content).map(([part, list]) => [part, list.tasks.map(({ name }) => name)])
  assert.deepEqual(Object.fromEntries(names), {
    overdue: ['the plants'],
    due: ['the rent'],
    made: [],
    done: ['done early', 'done late'],
  })
})

test('who wants an e-mail gets one, once, and a name cannot become HTML or a header', async () => {
  const { letters, config } = await startMailServer()
  const reader = await newReader('email', { timeZone: 'Europe/Berlin' })
  await newReader('page', { timeZone: 'Europe/Berlin' })
  await addTask(reader.id, '<b>the rent</b>', { dueDay: '2026-11-24' })
  const run = () => digest.run(runAt(db, '2026-11-24T05:00:00Z', config))
  await run()
  await Promise.all([run(), run()])
  assert.deepEqual(
    letters.map(({ to }) => to),
    [reader.email],
  )
  const text = (letters[0]?.text ?? '').replaceAll('=\r\n', '')
  assert.match(text, /^Subject: Tuesday 24 November: 1 due\r$/m)
  assert.match(text, /^- <b>the rent<\/b>\r$/m)
  assert.match(text, /&#60;b&#62;the rent/)
  assert.match(text, /https:\/\/app\.example\.org\/account/)
  assert.notEqual((await listDigests(db, reader.id, { limit: 1 }))[0]?.emailedAt, null)
})

test('a mailbox that refuses fails the run, keeps nobody else waiting, and is tried again', async () => {
  const { letters, config, refused } = await startMailServer()
  const [bad, good] = [
    await newReader('email', { timeZone: 'Europe/Berlin' }),
    await newReader('email', { timeZone: 'Europe/Berlin' }),
  ]
  refused.add(bad.email)
  const run = () => digest.run(runAt(db, '2026-11-26T05:00:00Z', config))
  await assert.rejects(run(), /1 of the digests cannot be sent: .*550/)
  assert(letters.some(({ to }) => to === good.email))
  assert.deepEqual(await daysOf(bad.id), ['2026-11-26'])
  refused.clear()
  await run()
  assert.equal(letters.filter(({ to }) => to === bad.email).length, 1)
  assert.equal(letters.filter(({ to }) => to === good.email).length, 1)
  await changeOwner(db, bad.id, { digest: 'none' })
})
