import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMonths, dayAt, daysBetween, instantOf, isDay, isTimeZone } from './days.ts'

const chicago = { timeZone: 'America/Chicago', dayStartHour: 0 }

test('before the start hour it is still yesterday', () => {
  const rules = { timeZone: 'Asia/Kolkata', dayStartHour: 4 }
  assert.equal(dayAt('2026-11-23T22:29:59Z', rules), '2026-11-23')
  assert.equal(dayAt('2026-11-23T22:30:00Z', rules), '2026-11-24')
})

test('a time that the clocks skip is read with the offset before, one that comes twice is the first', () => {
  assert.equal(instantOf('2026-03-08', 150, chicago).toISOString(), '2026-03-08T08:30:00.000Z')
  assert.equal(instantOf('2026-11-01', 75, chicago).toISOString(), '2026-11-01T06:15:00.000Z')
})

test('every instant belongs to exactly one day, and days follow each other, in all zones and over clock changes', () => {
  for (const timeZone of ['America/Chicago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago', 'UTC']) {
    for (const dayStartHour of [0, 3, 12]) {
      const rules = { timeZone, dayStartHour }
      let previous = dayAt('2026-01-01T00:00:00Z', rules)
      for (let hour = 1; hour < 366 * 24; hour++) {
        const instant = new Date(Date.UTC(2026, 0, 1, hour))
        const day = dayAt(instant, rules)
        assert(
          daysBetween(previous, day) === 0 || daysBetween(previous, day) === 1,
          `${timeZone} ${instant.toISOString()}`,
        )
        previous = day
      }
    }
  }
})

test('a day begins at its start', () => {
  for (const timeZone of ['America/Chicago', 'Pacific/Auckland', 'Asia/Kolkata']) {
    const rules = { timeZone, dayStartHour: 3 }
    for (const day of ['2026-03-08', '2026-09-27', '2026-11-01', '2026-12-31']) {
      const start = instantOf(day, 0, rules)
      assert.equal(dayAt(start, rules), day)
      assert.notEqual(dayAt(new Date(start.getTime() - 1), rules), day)
    }
  }
})

test('only real days and zones are accepted', () => {
  assert(isDay('2028-02-29'))
  for (const text of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '']) assert(!isDay(text))
  assert(isTimeZone('Europe/Berlin'))
  for (const name of ['Mars/Olympus', '+02:00', '']) assert(!isTimeZone(name))
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
})
