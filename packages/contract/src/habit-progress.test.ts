import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayAt } from './days.ts'
import { type Course, type Mark, progressOf, recentStateOf, strengthAfter, strengthsOf } from './habit-progress.ts'
import { describeSchedule } from './habits.ts'
import { randomOf, testSeed } from './testing.ts'

const MONDAY = '2026-03-02'
const SIGNS: Record<string, Mark['state']> = { x: 'done', s: 'skipped', '.': 'open' }
const plan = { schedule: 'daily', weekdays: [], timesAWeek: 1, everyDays: 1 } as const

/** One sign a day from a Monday on: x done, s skipped, . nothing; the last one is today. */
function course(signs: string, schedule: Partial<Course> = {}): Course {
  const marks = signs
    .replaceAll(' ', '')
    .split('')
    .map((sign, index): Mark => {
      const state = SIGNS[sign] ?? 'open'
      return { day: addDays(MONDAY, index), state, share: state === 'done' ? 1 : 0 }
    })
  return { ...plan, startDay: MONDAY, pauses: [], ...schedule, marks: marks.filter(({ state }) => state !== 'open') }
}
const todayOf = (signs: string) => addDays(MONDAY, signs.replaceAll(' ', '').length - 1)
function streaks(signs: string, schedule: Partial<Course> = {}): [streak: number, best: number] {
  const { streak, bestStreak } = progressOf(course(signs, schedule), todayOf(signs))
  return [streak, bestStreak]
}

test('a daily streak counts days, breaks on a day that passed, and not on today', () => {
  assert.deepEqual(streaks('xxx'), [3, 3])
  assert.deepEqual(streaks('xxx.'), [3, 3])
  assert.deepEqual(streaks('xxx..'), [0, 3])
  assert.deepEqual(streaks('xxx.x'), [1, 3])
  assert.deepEqual(streaks(''), [0, 0])
})

test('a skipped or paused day neither breaks a streak nor feeds it', () => {
  assert.deepEqual(streaks('xxsx'), [3, 3])
  assert.deepEqual(streaks('xxssss'), [2, 2])
  const pauses = [{ from: addDays(MONDAY, 2), to: addDays(MONDAY, 5) }]
  assert.deepEqual(streaks('xx...x', { pauses }), [3, 3])
  assert.deepEqual(streaks('xx....x', { pauses }), [1, 2])
  assert.deepEqual(streaks('xx.......', { pauses: [{ from: addDays(MONDAY, 2), to: null }] }), [2, 2])
})

test('chosen weekdays: the other days are free, and do not count', () => {
  const weekdays = { schedule: 'weekdays', weekdays: [1, 3, 5] } as const
  assert.deepEqual(streaks('x.x.x.. x.x', weekdays), [5, 5])
  assert.deepEqual(streaks('x.x.x.. ..x', weekdays), [1, 3])
  assert.deepEqual(streaks('xxxxxxx', weekdays), [3, 3])
})

test('three times a week: whichever days, and a streak counts the weeks', () => {
  const weekly = { schedule: 'weekly', timesAWeek: 3 } as const
  assert.deepEqual(streaks('xxx.... ....xxx .', weekly), [2, 2])
  assert.deepEqual(streaks('xxx.... ....xx. .', weekly), [0, 1])
  assert.deepEqual(streaks('xxx.... x', weekly), [1, 1], 'this week is not over')
  assert.deepEqual(streaks('xxx.... xxx', weekly), [2, 2])
  assert.deepEqual(streaks('xxx.... xxsssss .', weekly), [2, 2], 'no more is asked than there were days')
  assert.deepEqual(streaks('xxx.... sssssss xxx', weekly), [2, 2], 'a week off is left out')
})

test('every three days: a streak counts the times that were not too late', () => {
  const interval = { schedule: 'interval', everyDays: 3 } as const
  assert.deepEqual(streaks('x..x..x', interval), [3, 3])
  assert.deepEqual(streaks('x..x...', interval), [2, 2], 'today it is due')
  assert.deepEqual(streaks('x..x....', interval), [0, 2])
  assert.deepEqual(streaks('x.s.x', interval), [2, 2], 'a skipped day gives one more')
})

test('the next day is the first on which there is something to do', () => {
  const next = (signs: string, schedule: Partial<Course> = {}) =>
    progressOf(course(signs, schedule), todayOf(signs)).nextDay
  assert.equal(next('xx.'), addDays(MONDAY, 2))
  assert.equal(next('xxx'), addDays(MONDAY, 3))
  assert.equal(next('..s'), addDays(MONDAY, 3))
  assert.equal(next('x', { schedule: 'weekdays', weekdays: [1, 4] }), addDays(MONDAY, 3))
  assert.equal(next('xx', { schedule: 'weekly', timesAWeek: 2 }), addDays(MONDAY, 7))
  assert.equal(next('x', { schedule: 'interval', everyDays: 10 }), addDays(MONDAY, 10))
  assert.equal(next('.', { startDay: '2026-05-01' }), '2026-05-01')
  assert.equal(next('..', { schedule: 'weekly', pauses: [{ from: MONDAY, to: null }] }) > MONDAY, true)
})

const SEED = testSeed()
const random = randomOf(SEED)
const below = (count: number) => Math.floor(random() * count)

function randomCourse(): Course & { today: string } {
  const schedules: Partial<Course>[] = [
    {},
    { schedule: 'weekdays', weekdays: [1, 2, 3, 4, 5, 6, 7].filter(() => random() < 0.5).concat(below(7) + 1) },
    { schedule: 'weekly', timesAWeek: 1 + below(7) },
    { schedule: 'interval', everyDays: 1 + below(6) },
  ]
  const diligence = random()
  const signs = Array.from({ length: 1 + below(60) }, () => (random() < diligence ? 'x' : random() < 0.4 ? 's' : '.'))
  const startDay = addDays(MONDAY, below(7))
  return { ...course(signs.join(''), { ...schedules[below(4)], startDay }), today: todayOf(signs.join('')) }
}

test('a streak stands as long as it says with nothing more done, and not a day longer', () => {
  for (let round = 0; round < 400; round++) {
    const { today, ...habit } = randomCourse()
    const { streak, bestStreak, streakUntil, nextDay } = progressOf(habit, today)
    const told = JSON.stringify({ ...habit, today })
    assert(bestStreak >= streak && nextDay >= today, told)
    if (streak === 0) continue
    assert.equal(progressOf(habit, streakUntil).streak, streak, told)
    assert.equal(progressOf(habit, addDays(streakUntil, 1)).streak, 0, told)
  }
})

test('who does what is planned on each next day never loses a streak', () => {
  for (let round = 0; round < 100; round++) {
    const { today, ...habit } = randomCourse()
    let day = today
    let before = 0
    for (let times = 0; times < 24; times++) {
      day = progressOf(habit, day).nextDay
      habit.marks = [...habit.marks.filter((mark) => mark.day !== day), { day, state: 'done', share: 1 }]
      const { streak } = progressOf(habit, day)
      assert(streak >= before, JSON.stringify({ ...habit, day }))
      // The week in which it begins may have been lost already.
      if (times >= 8) before = streak
    }
    assert(before >= 2)
  }
})

test('a streak with skipped days is the one without these days', () => {
  for (let round = 0; round < 200; round++) {
    const signs = Array.from({ length: 1 + below(40) }, () => (random() < 0.7 ? 'x' : random() < 0.7 ? 's' : '.')).join(
      '',
    )
    assert.deepEqual(streaks(`${signs}.`), streaks(`${signs.replaceAll('s', '')}.`), signs)
  }
})

const ZONES = [
  'America/Chicago',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/Sao_Paulo',
  'Pacific/Honolulu',
]

test('who checks in once on each day they live through keeps the streak, over zones, clock changes and journeys', () => {
  for (let round = 0; round < 24; round++) {
    const dayStartHour = [0, 3, 5, 12][round % 4] as number
    let timeZone = ZONES[below(ZONES.length)] as string
    const marks = new Map<string, Mark>()
    let now = Date.UTC(2026, 1, 20, below(24))
    for (let hours = 0; hours < 24 * 80; hours++, now += 3_600_000) {
      if (random() < 0.01) timeZone = ZONES[below(ZONES.length)] as string
      const day = dayAt(new Date(now), { timeZone, dayStartHour })
      if (marks.has(day)) continue
      marks.set(day, { day, state: 'done', share: 1 })
      const kept = [...marks.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
      const { streak } = progressOf({ ...plan, startDay: kept[0]?.day ?? day, pauses: [], marks: kept }, day)
      assert.equal(streak, kept.length, `${timeZone} at ${new Date(now).toISOString()}, day from ${dayStartHour}:00`)
    }
    assert(marks.size >= 80)
  }
})

test('strength follows the formula of Loop Habit Tracker', () => {
  // The values of its own ScoreTest.
  const near = (actual: number, expected: number) =>
    assert(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`)
  near(strengthAfter(1, 0, 1), 0.051922)
  near(strengthAfter(1, 0.5, 1), 0.525961)
  near(strengthAfter(1, 0.75, 0), 0.711058)
  near(strengthAfter(1 / 3, 0, 1), 0.030314)
  near(strengthAfter(1 / 3, 0.75, 0), 0.727263)
})

const strength = (signs: string, schedule: Partial<Course> = {}) =>
  strengthsOf(course(signs, schedule), todayOf(signs)).at(-1)?.strength ?? 0

test('strength grows with each day done, decays by a missed one, and is left alone by a skipped one and by today', () => {
  assert(strength('x'.repeat(90)) > 0.99)
  assert(strength('x'.repeat(30)) > strength('x'.repeat(29)))
  const missed = strength(`${'x'.repeat(30)}.x`)
  assert(missed > 0.7 && missed < strength('x'.repeat(31)))
  assert.equal(strength(`${'x'.repeat(30)}ss.`), strength('x'.repeat(30)))
  assert.equal(strength(`${'x'.repeat(30)}.`), strength('x'.repeat(30)))
})

test('a weekly habit is as strong whichever days of the week it was done on', () => {
  const weekly = { schedule: 'weekly', timesAWeek: 2 } as const
  assert(strength('xx.....'.repeat(40), weekly) > 0.95)
  assert(strength('x.....x'.repeat(40), weekly) > 0.95)
  assert(strength('x......'.repeat(40), weekly) < 0.6)
})

test('only planned days that passed are missed', () => {
  const say = (day: string, schedule: Partial<Course> = {}) =>
    recentStateOf({ ...plan, startDay: MONDAY, pauses: [], ...schedule }, undefined, day, addDays(MONDAY, 3))
  assert.equal(say(MONDAY), 'missed')
  assert.equal(say(addDays(MONDAY, 3)), 'open')
  assert.equal(say(addDays(MONDAY, -1)), 'free')
  assert.equal(say(MONDAY, { schedule: 'weekly' }), 'free')
  assert.equal(say(MONDAY, { schedule: 'weekdays', weekdays: [2] }), 'free')
  assert.equal(say(MONDAY, { pauses: [{ from: MONDAY, to: null }] }), 'free')
})

test('a schedule is told in words', () => {
  assert.equal(describeSchedule({ ...plan, schedule: 'weekdays', weekdays: [1, 3, 5] }), 'on Mon, Wed and Fri')
  assert.equal(describeSchedule({ ...plan, schedule: 'weekdays', weekdays: [7] }), 'on Sun')
  assert.equal(describeSchedule({ ...plan, schedule: 'weekly', timesAWeek: 3 }), '3 times a week')
  assert.equal(describeSchedule({ ...plan, schedule: 'interval', everyDays: 3 }), 'every 3 days')
})
