import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from './days.ts'
import { daysOfEvent, faultOfTimes, instantsOf, offsetChanges, wallClockOf } from './event-times.ts'
import { randomOf } from './testing.ts'

test('the wall clock is kept, and the instant follows from the zone of the event', () => {
  for (const [start, end, timeZone, startsAt, endsAt] of [
    ['2026-07-01T20:00', '2026-07-01T22:30', 'Europe/Berlin', '2026-07-01T18:00:00Z', '2026-07-01T20:30:00Z'],
    ['2026-12-01T20:00', null, 'Europe/Berlin', '2026-12-01T19:00:00Z', '2026-12-01T19:00:00Z'],
    // Skipped by the clock, then shown twice.
    ['2026-03-29T02:30', '2026-03-29T04:00', 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29T02:00:00Z'],
    ['2026-10-25T02:30', '2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z'],
    // The end is skipped over: it is never before the start.
    ['2026-03-29T02:30', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29T01:30:00Z'],
    ['2026-12-24', '2026-12-26', null, '2026-12-24T00:00:00Z', '2026-12-27T00:00:00Z'],
  ] as const) {
    assert.deepEqual(instantsOf({ start, end, timeZone }), { startsAt, endsAt }, start)
  }
})

test('times that contradict each other are named', () => {
  const field = (start: string, end?: string, timeZone = 'UTC') => faultOfTimes({ start, end, timeZone })?.field
  assert.equal(field('2026-12-24', '2026-12-24T10:00'), 'end')
  assert.equal(field('2026-12-24T10:00', '2026-12-24'), 'end')
  assert.equal(field('2026-12-24T10:00', '2026-12-24T09:59'), 'end')
  assert.equal(field('2026-12-24', '2027-12-25'), 'end')
  assert.equal(faultOfTimes({ start: '2026-12-24T10:00' })?.field, 'timeZone')
  assert.equal(field('2026-12-24', '2027-12-24'), undefined)
  assert.equal(field('2026-12-24T10:00', '2026-12-24T10:00'), undefined)
})

test('an event is on the days that it has where the reader is', () => {
  const days = (start: string, end: string | null, timeZone: string | null, reader: string) => {
    const { first, last } = daysOfEvent({ start, end, timeZone, ...instantsOf({ start, end, timeZone }) }, reader)
    return `${first} ${last}`
  }
  assert.equal(days('2026-12-24', '2026-12-26', null, 'Pacific/Auckland'), '2026-12-24 2026-12-26')
  assert.equal(days('2026-12-24T20:00', '2026-12-25T00:00', 'Europe/Berlin', 'Europe/Berlin'), '2026-12-24 2026-12-24')
  assert.equal(days('2026-12-24T20:00', '2026-12-25T00:01', 'Europe/Berlin', 'Europe/Berlin'), '2026-12-24 2026-12-25')
  assert.equal(days('2026-12-24T20:00', null, 'Europe/Berlin', 'Asia/Tokyo'), '2026-12-25 2026-12-25')
  assert.equal(days('2026-12-25T00:00', null, 'Europe/Berlin', 'Europe/Berlin'), '2026-12-25 2026-12-25')
})

test('at random: no event ends before it starts, and its clock shows what was written unless the clock skips it', () => {
  const random = randomOf(7)
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']
  const changes = new Map(
    zones.map((zone) => [zone, offsetChanges(zone, '2019-12-31T00:00:00Z', '2031-01-01T00:00:00Z')]),
  )
  for (let round = 0; round < 2000; round++) {
    const timeZone = zones[round % zones.length] ?? ''
    // On the days when a clock changes as often as on others.
    const change = changes.get(timeZone)?.[Math.floor(random() * (changes.get(timeZone)?.length ?? 0))]
    const day =
      change && random() < 0.5 ? change.onset.slice(0, 10) : addDays('2020-01-01', Math.floor(random() * 3650))
    const clock = (hours: number) =>
      `${String(Math.floor(random() * hours)).padStart(2, '0')}:${random() < 0.5 ? '00' : '30'}`
    const start = `${day}T${clock(6)}`
    const end = `${addDays(day, Math.floor(random() * 2))}T${clock(24)}`
    if (faultOfTimes({ start, end, timeZone })) continue
    const { startsAt, endsAt } = instantsOf({ start, end, timeZone })
    assert(startsAt <= endsAt, `${start} ${end} ${timeZone}`)
    const shown = wallClockOf(startsAt, timeZone)
    const isSkipped = change?.onset.slice(0, 10) === day && shown > start
    assert(shown === start || isSkipped, `${start} ${timeZone} is ${shown}`)
    const { first, last } = daysOfEvent({ start, end, timeZone, startsAt, endsAt }, timeZone)
    assert.equal(first, shown.slice(0, 10))
    assert((last >= first && last <= end.slice(0, 10)) || startsAt === endsAt)
  }
})
