import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { slotAfter } from '@ichrisbirch/contract/autotasks'
import { addDays, dayAt } from '@ichrisbirch/contract/days'
import { insertAutotask, listAutotaskRuns } from '@ichrisbirch/db/autotasks'
import { newId } from '@ichrisbirch/db/columns'
import { listTasks } from '@ichrisbirch/db/tasks'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { users } from '@ichrisbirch/db/users'
import { createLogger } from '@ichrisbirch/runtime/log'
import { runDueAutotasks } from './autotasks.ts'

const database = await openTestDatabase()
const { db } = database
const log = createLogger({ service: 'scheduler', level: 'silent', readable: false })
const run = () => runDueAutotasks(db, log, new AbortController().signal)

// A zone where it is midday: at whatever time this runs, the slot of today, at 01:15, has come.
const east = 12 - new Date().getUTCHours()
const rules = { timeZone: `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`, dayStartHour: 0 }
const today = dayAt(new Date(), rules)

async function newOwner(): Promise<string> {
  const id = newId()
  await db.insert(users).values({ id, name: 'Ada', email: `${randomUUID()}@example.org`, timeZone: rules.timeZone })
  return id
}

async function plant(
  owner: string,
  startDay: string,
  changes: { maxOpen?: number; repeatFrom?: 'due' | 'completion' } = {},
) {
  const autotask = {
    id: newId(),
    name: 'water plants',
    rule: 'FREQ=DAILY',
    startDay,
    repeatFrom: 'due' as const,
    maxOpen: 100,
    ...changes,
  }
  const made = await insertAutotask(db, owner, { ...autotask, ...slotAfter(autotask, addDays(startDay, -1), rules) })
  assert(made)
  return made
}

const openTasks = (owner: string) => listTasks(db, owner, { status: 'open', limit: 10_000 })

test('every slot missed while no scheduler ran becomes one task, in order, due on its own day', async () => {
  const owner = await newOwner()
  await plant(owner, addDays(today, -3))
  assert.equal(await run(), 4)
  const tasks = await openTasks(owner)
  assert.deepEqual(
    tasks.map((task) => task.dueDay),
    [-3, -2, -1, 0].map((days) => addDays(today, days)),
  )
  assert.equal(await run(), 0)
})

test('with enough open copies a slot makes nothing, and its run says why', async () => {
  const owner = await newOwner()
  const autotask = await plant(owner, addDays(today, -2), { maxOpen: 1 })
  await run()
  assert.equal((await openTasks(owner)).length, 1)
  const runs = await listAutotaskRuns(db, owner, autotask.id, { limit: 10 })
  assert.deepEqual(
    runs.map(({ day, outcome, reason }) => [day, outcome, reason]),
    [
      [today, 'skipped', 'enough_open'],
      [addDays(today, -1), 'skipped', 'enough_open'],
      [addDays(today, -2), 'created', null],
    ],
  )
})

test('one that repeats from completion makes one copy and waits', async () => {
  const owner = await newOwner()
  await plant(owner, addDays(today, -5), { repeatFrom: 'completion' })
  await run()
  assert.equal((await openTasks(owner)).length, 1)
})

/** The job in a process of its own, again and again. */
const PROGRAM = `
  import { openDatabase } from '@ichrisbirch/db/database'
  import { createLogger } from '@ichrisbirch/runtime/log'
  import { runDueAutotasks } from ${JSON.stringify(new URL('autotasks.ts', import.meta.url).href)}
  const { DATABASE_URL: url, DATABASE_PASSWORD: password } = process.env
  const { db } = openDatabase({ url, password, name: 'scheduler', onError: () => process.exit(1) })
  const log = createLogger({ service: 'scheduler', level: 'silent', readable: false })
  while (true) {
    await runDueAutotasks(db, log, new AbortController().signal)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }`

test('two schedulers killed at random give each due slot exactly one task', { timeout: 400_000 }, async () => {
  const owner = await newOwner()
  const DAYS = 60
  let due = 0
  const plantFive = async () => {
    for (let n = 0; n < 5; n++) await plant(owner, addDays(today, 1 - DAYS))
    due += 5 * DAYS
  }
  await plantFive()

  const schedulers = new Set<ChildProcess>()
  let isOver = false
  const start = () => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', PROGRAM], {
      env: { ...process.env, DATABASE_URL: database.url, DATABASE_PASSWORD: database.password },
      stdio: 'ignore',
    })
    schedulers.add(child)
    child.once('exit', () => {
      schedulers.delete(child)
      if (!isOver) start()
    })
  }
  after(() => {
    isOver = true
    for (const child of schedulers) child.kill('SIGKILL')
  })
  start()
  start()

  let done = 0
  let kills = 0
  while (done < due) {
    const before = done
    // Waits for progress, then kills one in the middle of its next transaction, wherever that is.
    while (done === before) done = (await openTasks(owner)).length
    if (kills === 6) continue
    // They were quicker than this test could look: it goes on with more.
    if (done === due) await plantFive()
    const victim = [...schedulers][kills % schedulers.size]
    victim?.kill('SIGKILL')
    kills++
  }
  const tasks = await openTasks(owner)
  const slots = tasks.map((task) => `${task.autotaskId} ${task.dueDay}`)
  assert.equal(tasks.length, due)
  assert.equal(new Set(slots).size, due)
})
