import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCalendar } from './read-calendar.ts'

const folder = join(import.meta.dirname, '../../test-fixtures/calendars')
const read = (file: string, home = 'Europe/London') =>
  readCalendar(readFileSync(join(folder, file), 'utf8'), home, '2026-11-23')
/** Name, start, end and zone of each. */
const times = ({ events }: ReturnType<typeof read>) =>
  events.map(({ name, start, end, timeZone }) => [name, start, end, timeZone])
const lines = ({ faults }: ReturnType<typeof read>) => faults.map(({ line, message }) => `${line}: ${message}`)

test('Google: UTC in the zone of its calendar, days, and a series with one left out and one moved', () => {
  const calendar = read('google.ics')
  assert.deepEqual(times(calendar), [
    ['Meetup', '2026-12-03T18:30', '2026-12-03T20:00', 'Europe/Berlin'],
    ["Christmas at Grandma's", '2026-12-24', '2026-12-26', null],
    ['Stand-up', '2026-10-19T09:00', '2026-10-19T09:30', 'Europe/Berlin'],
    ['Stand-up', '2026-11-09T09:00', '2026-11-09T09:30', 'Europe/Berlin'],
    ['Stand-up, later', '2026-11-02T11:00', '2026-11-02T11:30', 'Europe/Berlin'],
  ])
  const [meetup] = calendar.events
  assert.equal(meetup?.venue, 'Café Kranzler, Kurfürstendamm 18, 10719 Berlin')
  assert.equal(meetup?.notes, 'Bring the slides, please.\nRoom opens at 18:15; doors close at 19:00.')
  assert.deepEqual([meetup?.link, meetup?.reminder], ['https://meet.google.com/abc-defg-hij', 30])
  assert.deepEqual(lines(calendar), [])
})

test('Apple: folded parameters, an hour that comes twice, and an alarm that never rings', () => {
  const calendar = read('apple.ics')
  assert.deepEqual(times(calendar), [
    ['The night the clock goes back', '2026-10-25T01:30', '2026-10-25T04:00', 'Europe/Berlin'],
    ['First Advent 🕯️', '2026-11-29', null, null],
  ])
  const [night] = calendar.events
  assert.deepEqual(
    [night?.venue, night?.link, night?.reminder],
    ['Observatory Alexanderplatz 1', 'https://example.org/night?x=1&y=2', 60],
  )
  assert.deepEqual(lines(calendar), [])
})

test("Outlook: Windows' names of zones, zones of its own, categories", () => {
  const calendar = read('outlook.ics')
  assert.deepEqual(times(calendar)[0], ['Review', '2026-12-01T10:00', '2026-12-01T11:30', 'Europe/Berlin'])
  assert.deepEqual(calendar.events[0]?.tags, ['work', 'finance'])
  assert.deepEqual([calendar.events[0]?.attending, calendar.events[0]?.reminder], ['maybe', 15])
  assert.match(lines(calendar)[0] ?? '', /^61: the time zone “Customized Time Zone” is not known by that name/)
  // Whatever place it is taken for: its clock shows New York's time.
  const [, call] = calendar.events
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: call?.timeZone ?? '', timeZoneName: 'longOffset' })
  assert.match(shown.format(new Date('2026-12-02T12:00:00Z')), /GMT-05:00/)
})

test('Thunderbird: a zone with a path, a duration, a time of no zone, and tasks that are none of ours', () => {
  assert.deepEqual(times(read('thunderbird.ics')), [
    ['Swimming', '2026-12-04T18:00', '2026-12-04T19:30', 'Europe/Berlin'],
    ['Wherever I am at noon', '2026-12-05T12:00', null, 'Europe/London'],
  ])
})

test('a flight that lands in another zone ends by the clock of where it began', () => {
  assert.deepEqual(times(read('airline.ics')), [['FRA → SFO', '2026-12-10T10:15', '2026-12-10T21:35', 'Europe/Berlin']])
})

test('a series without an end is kept two years ahead, and one that repeats too often once', () => {
  const calendar = read('holidays.ics')
  const days = (name: string) => calendar.events.filter((event) => event.name === name).map(({ start }) => start)
  assert.deepEqual(days('New Year'), ['2025-01-01', '2026-01-01', '2027-01-01', '2028-01-01'])
  assert.deepEqual(days('Library closed'), ['2026-09-01', '2026-10-06', '2026-11-03', '2026-12-25'])
  assert.equal(days('Every minute').length, 1)
  assert.deepEqual(lines(calendar), [
    '8: repeats further than two years ahead: kept until 2028-11-23',
    '23: repeats more often than daily: kept once',
  ])
})

test('of a broken file what can be read is read, and the rest is listed by line', () => {
  const calendar = read('broken-lines.ics')
  assert.deepEqual(times(calendar), [
    ['Read all the same', '2026-12-01T10:00', null, 'Europe/London'],
    ['A day without VALUE=DATE', '2026-12-03', null, null],
  ])
  assert.deepEqual(lines(calendar), [
    '6: “this is no line of a calendar” cannot be read',
    '8: “20261201T090000Z” is no end for this start: kept without an end',
    '9: “javascript:alert(1)” is no link: left out',
    '13: “20261399T990000Z” is no date: left out',
    '16: an event without a start: left out',
    '24: “Called off” was cancelled: left out',
    '30: “RRULE:FREQ=SOMETIMES” cannot be read',
    '32: “Two years”: the end must be within a year of the start: left out',
  ])
})

test('a file that was cut off gives the events that it has', () => {
  const calendar = read('cut-off.ics')
  assert.deepEqual(
    calendar.events.map(({ name }) => name),
    ['Not closed', 'Cut off in the mid'],
  )
  assert.deepEqual(lines(calendar), [
    '1: VCALENDAR is not closed',
    '3: VEVENT is not closed',
    '7: VEVENT is not closed',
  ])
})

test('an event without a calendar, a uid, a name or a known zone is one all the same, and the same each time', () => {
  const calendar = read('no-wrapper.ics')
  assert.deepEqual(times(calendar), [['(no title)', '2026-12-01T10:00', null, 'Europe/London']])
  assert.deepEqual(lines(calendar), [
    '2: the time zone “Mars/Olympus” is not known by that name: it is taken for Europe/London',
  ])
  assert.deepEqual(read('no-wrapper.ics').events, calendar.events)
})

test('what is no calendar gives no event, and says so', () => {
  const calendar = read('not-a-calendar.ics')
  assert.deepEqual(calendar.events, [])
  assert.match(lines(calendar).join('\n'), /there is no event in this file/)
})
