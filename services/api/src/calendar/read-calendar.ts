import { createHash } from 'node:crypto'
import { isTimeZone } from '@ichrisbirch/contract/days'
import type { NewEvent } from '@ichrisbirch/contract/events'
import { type Component, type Fault, property, readComponents, textOf } from './content-lines.ts'
import { inZone, readMoments } from './moments.ts'
import { occurrencesOf } from './occurrences.ts'
import { checked, readSaid, readSpan, type Said, type Span, timesOf } from './read-event.ts'
import { type ZoneOf, zonesOf } from './zones.ts'

/** So many events one file gives at most. */
const MOST_EVENTS = 20_000

export type ReadEvent = NewEvent & { uid: string }

interface Reading {
  home: string
  today: string
  zoneOf: ZoneOf
  events: ReadEvent[]
  faults: Fault[]
}

/**
 * The events of a calendar file: what can be read is read, and the rest is listed by line. A series becomes its
 * occurrences, each under a uid of its own, so that the same file read again names the same events.
 * @param home the owner's zone: for times that have none.
 * @param today the owner's day, from which a series is kept two years ahead.
 */
export function readCalendar(ics: string, home: string, today: string): { events: ReadEvent[]; faults: Fault[] } {
  const faults: Fault[] = []
  const calendars = readComponents(ics, faults)
  const events: ReadEvent[] = []
  // An event outside of any calendar is one all the same.
  const around = { name: 'vcalendar', line: 1, properties: [], components: calendars }
  const found = [around, ...calendars].filter(({ components }) => components.some(({ name }) => name === 'vevent'))
  if (found.length === 0) faults.push({ line: 1, message: 'there is no event in this file' })
  for (const calendar of found) {
    const named = textOf(calendar, 'x-wr-timezone') ?? ''
    const ownZone = isTimeZone(named) ? named : home
    const zoneOf = zonesOf(calendar, ownZone, faults)
    readEvents(calendar, { home: ownZone, today, zoneOf, events, faults })
  }
  faults.sort((a, b) => a.line - b.line)
  return { events: unique(events), faults }
}

function readEvents(calendar: Component, reading: Reading): void {
  const vevents = calendar.components.filter(({ name }) => name === 'vevent')
  const changed = vevents.filter((event) => property(event, 'recurrence-id'))
  const changedWalls = changed.map((event) => ({ uid: textOf(event, 'uid'), walls: recurrenceOf(event, reading) }))
  for (const event of vevents) {
    if (reading.events.length >= MOST_EVENTS) {
      reading.faults.push({ line: event.line, message: `more than ${MOST_EVENTS} events: the rest is left out` })
      return
    }
    const own = changed.includes(event) ? recurrenceOf(event, reading) : undefined
    const uid = textOf(event, 'uid')
    const moved = changedWalls.filter((other) => other.uid === uid).flatMap(({ walls }) => walls)
    readEvent(event, own?.[0], moved, reading)
  }
}

/** Which occurrence of its series an event stands for, as the file writes it. */
function recurrenceOf(event: Component, { zoneOf, home }: Reading): string[] {
  const given = property(event, 'recurrence-id')
  const moment = given && readMoments(given, zoneOf)[0]
  const start = property(event, 'dtstart')
  const zone = (start && readMoments(start, zoneOf)[0]?.zone) ?? home
  return moment ? [inZone(moment, zone)] : []
}

/** @param occurrence set for the one of a series that was changed; `changed` are those of this series. */
function readEvent(event: Component, occurrence: string | undefined, changed: string[], reading: Reading): void {
  const { home, zoneOf, faults } = reading
  const status = property(event, 'status')
  if (status?.raw.toUpperCase() === 'CANCELLED') {
    faults.push({ line: status.line, message: `“${textOf(event, 'summary') ?? 'an event'}” was cancelled: left out` })
    return
  }
  const span = readSpan(event, home, zoneOf, faults)
  if (!span) return
  const said = readSaid(event, faults)
  const uid = uidOf(event, said, span)
  if (occurrence !== undefined) return keep(event, `${uid}/${occurrence}`, said, span.start.wall, span, reading)
  const walls = occurrencesOf(event, { ...span, zoneOf, today: reading.today, faults })
  if (!walls) return keep(event, uid, said, span.start.wall, span, reading)
  for (const wall of walls) {
    if (!changed.includes(wall)) keep(event, `${uid}/${wall}`, said, wall, span, reading)
  }
}

function keep(event: Component, uid: string, said: Said, wall: string, span: Span, reading: Reading): void {
  const result = checked(said, timesOf(wall, span, reading.home))
  if (typeof result === 'string') {
    const fault = { line: event.line, message: `“${said.name}”: ${result}: left out` }
    // Of a series once.
    if (!reading.faults.some(({ line, message }) => line === fault.line && message === fault.message))
      reading.faults.push(fault)
  } else reading.events.push({ ...result, uid })
}

/** One without a uid is known again by what it is. */
function uidOf(event: Component, said: Said, { start }: Span): string {
  const given = textOf(event, 'uid')
  const content = () => createHash('sha256').update(`${said.name}\n${start.wall}\n${start.zone}`).digest('hex')
  return (given ?? `without-uid-${content()}`).slice(0, 500)
}

/** Of two with one uid the last: a file may hold an event and its newer self. */
function unique(events: ReadEvent[]): ReadEvent[] {
  return [...new Map(events.map((event) => [event.uid, event])).values()]
}
