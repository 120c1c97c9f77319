import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type DistanceUnit, distanceOf, NewCountdown, nextDayOf, partsBetween, yearlyRules } from './countdowns.ts'
import { addDays, dayAt, daysBetween } from './days.ts'
import { randomOf } from './testing.ts'

const say = (from: string, to: string, unit: DistanceUnit) =>
  partsBetween(from, to, unit)
    .map((part) => `${part.count} ${part.unit}`)
    .join(', ')

test('a distance is said in the unit that was chosen', () => {
  assert.equal(say('2026-11-23', '2027-01-07', 'days'), '45 day')
  assert.equal(say('2026-11-23', '2027-01-07', 'weeks'), '6 week, 3 day')
  assert.equal(say('2026-11-23', '2027-01-07', 'months'), '1 month, 15 day')
  assert.equal(say('2026-11-23', '2029-01-07', 'years'), '2 year, 1 month, 15 day')
  assert.equal(say('2026-11-23', '2026-11-23', 'years'), '0 day')
  assert.equal(say('2026-11-23', '2026-12-23', 'months'), '1 month')
})

test('months and years are those of the calendar at leap days and ends of months and years', () => {
  assert.equal(say('2028-02-28', '2028-03-01', 'days'), '2 day')
  assert.equal(say('2028-02-29', '2029-02-28', 'years'), '11 month, 30 day')
  assert.equal(say('2028-02-29', '2029-03-01', 'years'), '1 year, 1 day')
  assert.equal(say('2026-12-31', '2027-01-01', 'months'), '1 day')
  assert.equal(say('2026-01-31', '2026-03-01', 'months'), '1 month, 1 day')
})

test('the parts of any distance lead from one day to the other', () => {
  const random = randomOf(7)
  const below = (count: number) => Math.floor(random() * count)
  for (let round = 0; round < 300; round++) {
    const from = addDays('2019-12-25', below(4000))
    const to = addDays(from, below(2000))
    for (const unit of ['days', 'weeks', 'months', 'years'] as const) {
      const duration = Object.fromEntries(partsBetween(from, to, unit).map((part) => [`${part.unit}s`, part.count]))
      assert.equal(Temporal.PlainDate.from(from).add(duration).toString(), to, `${from} to ${to} in ${unit}`)
      assert.deepEqual(partsBetween(to, from, unit), partsBetween(from, to, unit))
    }
  }
})

test('a day that passes turns into a count-up, and is today in between', () => {
  const wedding = { day: '2026-12-31', rule: null, unit: 'weeks' as const }
  assert.deepEqual(distanceOf(wedding, '2026-12-24'), {
    nextDay: '2026-12-31',
    days: 7,
    parts: [{ unit: 'week', count: 1 }],
    years: null,
  })
  assert.equal(distanceOf(wedding, '2026-12-31').days, 0)
  assert.equal(distanceOf(wedding, '2027-01-01').days, -1)
  assert.deepEqual(distanceOf(wedding, '2027-01-08').parts, [
    { unit: 'week', count: 1 },
    { unit: 'day', count: 1 },
  ])
})

test('a yearly one counts to its next day, through the day itself, and says how many years', () => {
  const birthday = { day: '1990-01-01', rule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', unit: 'days' as const }
  assert.deepEqual(
    ['2026-12-31', '2027-01-01', '2027-01-02'].map((today) => {
      const { nextDay, days, years } = distanceOf(birthday, today)
      return [nextDay, days, years]
    }),
    [
      ['2027-01-01', 1, 37],
      ['2027-01-01', 0, 37],
      ['2028-01-01', 364, 38],
    ],
  )
})

test('the second Sunday in May is found each year, and the first is not before its first day', () => {
  const rule = 'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU'
  assert.equal(nextDayOf({ day: '2020-05-10', rule }, '2026-05-10'), '2026-05-10')
  assert.equal(nextDayOf({ day: '2020-05-10', rule }, '2026-05-11'), '2027-05-09')
  assert.equal(nextDayOf({ day: '2030-01-01', rule }, '2026-05-11'), '2030-05-12')
})

test('the yearly rules of a day name the day itself, and one day in every year', () => {
  for (let day = '2026-12-25'; day < '2029-01-05'; day = addDays(day, 1)) {
    for (const rule of Object.values(yearlyRules(day))) {
      assert.equal(nextDayOf({ day, rule }, day), day, rule)
      for (let year = Number(day.slice(0, 4)) + 1; year < 2031; year += 1) {
        assert.equal(nextDayOf({ day, rule }, `${year}-01-01`).slice(0, 4), String(year), `${rule} in ${year}`)
      }
    }
  }
})

test('29 February is the last day of February in other years, and a last weekday stays the last', () => {
  const { date: rule = '' } = yearlyRules('2028-02-29')
  assert.equal(nextDayOf({ day: '2028-02-29', rule }, '2028-03-01'), '2029-02-28')
  assert.equal(nextDayOf({ day: '2028-02-29', rule }, '2031-03-01'), '2032-02-29')
  assert.deepEqual(Object.keys(yearlyRules('2026-05-31')), ['date', 'lastWeekday'])
  assert.deepEqual(Object.keys(yearlyRules('2026-05-25')), ['date', 'weekday', 'lastWeekday'])
})

test('days left fall by one with each of the owner’s days, whatever their zone, clock changes and day-start hour', () => {
  for (const timeZone of ['America/Chicago', 'Pacific/Auckland', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    for (const dayStartHour of [0, 4, 12]) {
      const owner = { timeZone, dayStartHour }
      let before = dayAt('2026-02-20T00:30:00Z', owner)
      for (let hour = 1; hour < 24 * 60; hour += 5) {
        const today = dayAt(new Date(Date.UTC(2026, 1, 20, hour, 30)), owner)
        const fell =
          daysBetween(before, '2026-12-31') - distanceOf({ day: '2026-12-31', rule: null, unit: 'days' }, today).days
        assert.equal(fell, before === today ? 0 : 1)
        before = today
      }
    }
  }
})

test('only yearly rules without an end are taken', () => {
  const take = (rule: string) => NewCountdown.safeParse({ name: 'x', day: '2026-01-01', rule }).success
  assert(take('FREQ=YEARLY;BYMONTH=5;BYDAY=2SU'))
  for (const rule of ['FREQ=MONTHLY', 'FREQ=YEARLY;COUNT=3', 'FREQ=YEARLY;UNTIL=20300101', 'BYDAY=2SU', '']) {
    assert(!take(rule), rule)
  }
})
