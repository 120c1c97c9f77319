import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { instantsOf, isAllDay, offsetAt } from '@ichrisbirch/contract/event-times'
import type { Event } from '@ichrisbirch/contract/events'
import { randomOf } from '@ichrisbirch/contract/testing'
import ICAL from 'ical.js'
import { writeFeed } from './feed.ts'
import { readCalendar } from './read-calendar.ts'

const NOTHING = { venue: null, link: null, cost: null, currency: null, reminder: null, notes: null, tags: [] }
const STAMPS = { createdAt: '2026-11-23T10:00:00Z', updatedAt: '2026-11-23T10:00:00.123456Z', deletedAt: null }

function eventOf(event: Partial<Event> & { start: string }): Event {
  const times = { end: null, timeZone: null, ...event }
  const id = `event-${times.start}-${times.timeZone}-${times.end}`
  const names = { id, uid: id, name: 'An event', attending: 'yes' as const, allDay: isAllDay(event.start) }
  return { ...NOTHING, ...names, ...STAMPS, ...instantsOf(times), ...times }
}

/** What a calendar's file can say of an event. */
function said(event: Event) {
  const own = ['id', 'allDay', 'startsAt', 'endsAt', 'createdAt', 'updatedAt', 'deletedAt']
  return Object.fromEntries(Object.entries(event).filter(([name]) => !own.includes(name)))
}

test('what was written is what is read back, commas, line ends, emoji and all', () => {
  const events = [
    eventOf({
      start: '2026-12-03T18:30',
      end: '2026-12-03T20:00',
      timeZone: 'Europe/Berlin',
      name: `Dinner; with Ana, "Bo" & C\\D 🎉 ${'long '.repeat(40).trim()}`,
      venue: 'Café, 2nd floor; left',
      notes: 'One\nTwo: three\n\n- four \\n',
      link: 'https://example.org/a,b;c?d=e',
      cost: '12.50',
      currency: 'EUR',
      attending: 'maybe',
      reminder: 1440,
      tags: ['food', 'friends, old'],
    }),
    eventOf({ start: '2026-12-24', end: '2026-12-26', attending: 'no', reminder: 0 }),
    eventOf({ start: '2026-02-28' }),
  ]
  const feed = writeFeed('Ada', events)
  // RFC 5545, 3.1: no line should be longer than 75 bytes; the library does not count the space that a folded one begins with.
  for (const line of feed.split('\r\n')) assert(Buffer.byteLength(line.trimStart()) <= 75, line)
  const { events: read, faults } = readCalendar(feed, 'Asia/Tokyo', '2026-11-23')
  assert.deepEqual(faults, [])
  assert.deepEqual(read, events.map(said))
})

test('a person without events has a calendar all the same', () => {
  assert.match(writeFeed('Ada', []), /^BEGIN:VCALENDAR\r\n(.*\r\n)*END:VCALENDAR\r\n$/)
})

test('at random: wall clocks and zones come back as they were, and by the zones written with them mean the same instant', () => {
  const random = randomOf(6)
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
    'America/St_Johns',
  ]
  for (let round = 0; round < 40; round++) {
    const list = Array.from({ length: 10 }, () => {
      const day = addDays('2024-01-01', Math.floor(random() * 1500))
      const clock = () => `T0${Math.floor(random() * 5)}:${pick(['00', '15', '30', '59'])}`
      if (random() < 0.2) return eventOf({ start: day, end: addDays(day, 1 + Math.floor(random() * 5)) })
      const [start, end] = [`${day}${clock()}`, `${addDays(day, Math.floor(random() * 2))}T${pick(['05:30', '23:45'])}`]
      // Around the changes of clocks, where it is hardest.
      return eventOf({ start, end, timeZone: pick(zones) })
    })
    const events = [...new Map(list.map((event) => [event.uid, event])).values()]
    const feed = writeFeed('Ada', events)
    const read = readCalendar(feed, 'Asia/Tokyo', '2026-11-23')
    assert.deepEqual([read.events, read.faults], [events.map(said), []])
    const vevents = new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent')
    for (const [index, event] of events.entries()) {
      const vevent = new ICAL.Event(vevents[index])
      if (isTwice(event) || isAllDay(event.start)) continue
      assert.equal(vevent.startDate.toJSDate().toISOString().slice(0, 19), event.startsAt.slice(0, 19), event.uid)
    }
  }
})

/** A wall clock that is shown twice or never: which is meant, every program decides by itself. */
function isTwice({ timeZone, startsAt }: Event): boolean {
  const at = (hours: number) =>
    offsetAt(timeZone ?? 'UTC', new Date(Date.parse(startsAt) + hours * 3_600_000).toISOString())
  return new Set([at(-2), at(0), at(2)]).size > 1
}
