import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, sayDay, sayDayInFull } from './say-day.ts'

const TODAY = '2026-11-23'
const say = (day: string, locale = 'en-GB') => sayDay(day, TODAY, locale)

test('days near today are said as people say them', () => {
  assert.equal(say('2026-11-23'), 'Today')
  assert.equal(say('2026-11-24'), 'Tomorrow')
  assert.equal(say('2026-11-22'), 'Yesterday')
})

test('other days have their weekday, and their year only when it is another', () => {
  assert.equal(say('2026-12-04'), 'Fri 4 Dec')
  assert.equal(say('2027-01-01'), 'Fri 1 Jan 2027')
})

test("the order and the names are those of the reader's language", () => {
  assert.equal(say('2026-12-04', 'en-US'), 'Fri Dec 4')
  assert.match(say('2026-12-04', 'de'), /^Fr\.? 4\. Dez\.?$/)
})

test('the tooltip has the day in full', () => {
  assert.match(sayDayInFull('2026-12-04', 'en-GB'), /^Friday,? 4 December 2026$/)
})

test('an instant is on the day of the person, which begins at their hour', () => {
  const instant = '2026-11-23T01:30:00Z'
  assert.equal(dayOf(instant, { timeZone: 'Europe/Berlin', dayStartHour: 0 }), '2026-11-23')
  assert.equal(dayOf(instant, { timeZone: 'Europe/Berlin', dayStartHour: 4 }), '2026-11-22')
  assert.equal(dayOf(instant, { timeZone: 'America/Chicago', dayStartHour: 0 }), '2026-11-22')
})
