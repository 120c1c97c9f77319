// Five years of slots against an oracle of another principle: a clock on the wall that is looked at each minute.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MISSED_POLICIES, type MissedPolicy } from '@ichrisbirch/contract/schedules'
import { slotAfter } from '@ichrisbirch/contract/slots'
import { randomOf, testSeed } from '@ichrisbirch/contract/testing'
import { openDatabase } from '@ichrisbirch/db/database'
import { saveSchedule } from '@ichrisbirch/db/runs'
import { listSchedules } from '@ichrisbirch/db/schedules'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { createLogger } from '@ichrisbirch/runtime/log'
import { planDue } from './plan.ts'
import { openQueue } from './queue.ts'
import { dueSlots, MISSED_AFTER_MS } from './slots.ts'

const SEED = testSeed()
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const START = Date.parse('2026-01-01T00:00:00Z')
const END = Date.parse('2031-01-01T00:00:00Z')
/** Of what goes through the database. */
const SHORT_END = Date.parse('2028-01-01T00:00:00Z')
/** Lord Howe shifts by half an hour; Santiago, in the south, at midnight. */
const ZONES = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago']

interface Clock {
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
}
/** Rules with what they mean, written out by hand. */
const RULES: [rule: string, matches: (clock: Clock) => boolean][] = [
  ['30 2 * * *', ({ hour, minute }) => hour === 2 && minute === 30],
  ['*/15 0-3 * 3,4,9,10,11 SUN', (at) => at.minute % 15 === 0 && at.hour <= 3 && isShift(at.month) && at.weekday === 0],
  [
    'FREQ=WEEKLY;BYDAY=SU,WE;BYHOUR=0,2;BYMINUTE=15',
    (at) => [0, 3].includes(at.weekday) && [0, 2].includes(at.hour) && at.minute === 15,
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=1', ({ day, hour, minute }) => day === 1 && hour === 1 && minute === 0],
]
const isShift = (month: number) => [3, 4, 9, 10, 11].includes(month)

/** What the clock of a zone shows, as milliseconds of a UTC clock that shows the same, for each quarter of an hour. */
function wallOf(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  // Shifts come at full quarters: within one, the clock goes on minute by minute.
  let quarter = Number.NaN
  let offset = 0
  return (instant) => {
    const begin = Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE
    if (begin !== quarter) {
      quarter = begin
      const [month, day, year, hour, minute] = (format.format(begin).match(/\d+/g) ?? []).map(Number)
      offset = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute) - begin
    }
    return instant + offset
  }
}

const walked = new Map<string, number[][]>()

/** The slots of each rule. A walk takes seconds, so each zone is walked through once. */
function slotsByTheClock(zone: string): number[][] {
  const slots = walked.get(zone) ?? walkThrough(zone)
  walked.set(zone, slots)
  return slots
}

/** Through five years minute by minute: a time that the clock shows for the first time, or has just skipped. */
function walkThrough(zone: string): number[][] {
  const found: number[][] = RULES.map(() => [])
  const wallAt = wallOf(zone)
  let newest = wallAt(START)
  for (let instant = START + MINUTE; instant < END; instant += MINUTE) {
    const wall = wallAt(instant)
    for (let shown = newest + MINUTE; shown <= wall; shown += MINUTE) {
      const date = new Date(shown)
      const clock = {
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
      }
      for (const [index, [, matches]] of RULES.entries()) {
        if (matches(clock) && found[index]?.at(-1) !== instant) found[index]?.push(instant)
      }
    }
    newest = Math.max(newest, wall)
  }
  return found
}

/** When a scheduler looked and was not killed in it: at the beginning of each time it ran, and at each slot of it. */
interface Look {
  from: number
  to: number
}
function randomLife(random: () => number): Look[] {
  const life: Look[] = []
  let at = START
  while (at < END) {
    const up = random() < 0.3 ? random() * 2 * 60 * MINUTE : random() * 20 * DAY
    life.push({ from: at, to: Math.min(at + up, END - MINUTE) })
    // A kill is followed by a start within seconds; a machine that is off stays off for weeks.
    at += up + (random() < 0.5 ? random() * 30_000 : random() < 0.7 ? random() * 12 * 60 * MINUTE : random() * 40 * DAY)
  }
  return life
}

/** The policy, said the other way round: for each slot, when it was first looked at, and what that makes of it. */
function expected(slots: number[], life: Look[], missed: MissedPolicy): Map<number, 'run' | 'skipped'> {
  const lookedAt = new Map<number, number>()
  let index = 0
  for (const slot of slots) {
    while (life[index] && (life[index] as Look).to < slot) index++
    const look = life[index]
    if (look) lookedAt.set(slot, Math.max(slot, look.from))
  }
  const outcome = new Map<number, 'run' | 'skipped'>()
  for (const [look, together] of Map.groupBy(lookedAt.keys(), (slot) => lookedAt.get(slot) ?? 0)) {
    const isMissed = (slot: number) => look - slot > MISSED_AFTER_MS
    const newestOnly = missed === 'once' && together.some(isMissed)
    for (const slot of together) {
      const isSkipped = missed === 'skip' ? isMissed(slot) : newestOnly && slot !== together.at(-1)
      outcome.set(slot, isSkipped ? 'skipped' : 'run')
    }
  }
  return outcome
}

/** What our code decides in such a life. A planning that is killed is one that never was. */
function simulated(rule: { rule: string; timeZone: string; missed: MissedPolicy }, life: Look[], random: () => number) {
  const outcome = new Map<number, 'run' | 'skipped'>()
  const planUpTo = (first: Date | undefined, now: number): Date | undefined => {
    if (!first || first.getTime() > now) return first
    // Killed in the middle, a few times.
    while (random() < 0.05) dueSlots(rule, first, new Date(now), 50)
    const due = dueSlots(rule, first, new Date(now), 50)
    for (const { slot, skipped } of due.decisions) {
      assert(!outcome.has(slot.getTime()), `${slot.toISOString()} was decided twice`)
      outcome.set(slot.getTime(), skipped === undefined ? 'run' : 'skipped')
    }
    return planUpTo(due.next, now)
  }
  let next = slotAfter(rule, new Date(START))
  for (const { from, to } of life) {
    next = planUpTo(next, from)
    while (next && next.getTime() <= to) next = planUpTo(next, next.getTime() + random() * 200)
  }
  return outcome
}

function assertSame(actual: Map<number, string>, wanted: Map<number, string>, what: string): void {
  const words = (map: Map<number, string>) =>
    [...map].sort(([a], [b]) => a - b).map(([slot, outcome]) => `${new Date(slot).toISOString()} ${outcome}`)
  assert.deepEqual(words(actual), words(wanted), `${what}: repeat with TEST_SEED=${SEED}`)
}

const isBefore = (life: Look[]) => (slot: number) => slot <= (life.at(-1)?.to ?? 0)

for (const timeZone of ZONES) {
  test(`five years in ${timeZone} with downtimes and kills: every slot as its policy says`, () => {
    const random = randomOf(SEED)
    const slots = slotsByTheClock(timeZone)
    for (const [index, [rule]] of RULES.entries()) {
      for (const missed of MISSED_POLICIES) {
        const life = randomLife(random)
        const wanted = expected((slots[index] ?? []).filter(isBefore(life)), life, missed)
        assert(wanted.size > 50)
        assertSame(simulated({ rule, timeZone, missed }, life, random), wanted, `${rule} in ${timeZone}, ${missed}`)
      }
    }
  })
}

const database = await openTestDatabase()

test('two years of it in the database, by two schedulers at once, some of them killed', async () => {
  const random = randomOf(SEED)
  const open = openDatabase({ ...database, name: 'scheduler', onError: (error) => assert.fail(error) })
  const queue = await openQueue(open.db, createLogger({ service: 'scheduler', level: 'silent', readable: false }), 1)
  const kinds = ZONES.flatMap((timeZone) => MISSED_POLICIES.map((missed) => ({ timeZone, missed, rule: '30 2 * * *' })))
  for (const [index, kind] of kinds.entries()) {
    const first = slotAfter(kind, new Date(START))?.toISOString() ?? null
    const name = `schedule-${index}`
    await saveSchedule(open.db, { ...kind, name, job: name, title: name, expectWithin: 60, retries: 1 }, first)
  }
  const life: Look[] = []
  for (let at = START + DAY; at < SHORT_END; at += 60 * MINUTE + random() * 40 * DAY) life.push({ from: at, to: at })
  for (const { from } of life) await lookFromTwo(open.db, queue, new Date(from), random)

  for (const [index, { timeZone, missed }] of kinds.entries()) {
    const { rows } = await open.db.execute<{ slot: string; state: string }>(
      `select scheduled_for::text as slot, state from runs where schedule = 'schedule-${index}' order by id`,
    )
    const actual = rows.map(({ slot, state }) => [Date.parse(slot), state === 'skipped' ? 'skipped' : 'run'] as const)
    const [slots = []] = slotsByTheClock(timeZone)
    const wanted = expected(slots.filter(isBefore(life)), life, missed)
    assertSame(new Map(actual), wanted, `${timeZone}, ${missed}`)
    assert.equal(rows.length, wanted.size)
  }
  const [left] = await listSchedules(open.db, 'schedule-0')
  assert((left?.schedule.nextAt ?? '') > new Date(life.at(-1)?.from ?? 0).toISOString().slice(0, 10))
  await queue.stop({ graceful: false })
  await open.close()
})

async function lookFromTwo(
  db: ReturnType<typeof openDatabase>['db'],
  queue: Awaited<ReturnType<typeof openQueue>>,
  now: Date,
  random: () => number,
): Promise<void> {
  const killed = new Error('killed')
  const dies = db.transaction(async (tx) => {
    await planDue(tx, queue, { now })
    if (random() < 0.5) throw killed
  })
  await Promise.all([dies.catch((error: unknown) => assert.equal(error, killed)), planDue(db, queue, { now })])
  // The next one finds what the killed one had in its hands.
  while ((await planDue(db, queue, { now })).isMore);
}
