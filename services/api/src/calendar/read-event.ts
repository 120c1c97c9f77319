import { faultOfTimes, isAllDay } from '@ichrisbirch/contract/event-times'
import { Attending, LONGEST_REMINDER, NewEvent } from '@ichrisbirch/contract/events'
import { Amount, Currency } from '@ichrisbirch/contract/money'
import ICAL from 'ical.js'
import { type Component, type Fault, property, textOf } from './content-lines.ts'
import { between, inZone, lastDay, later, type Moment, readMoments } from './moments.ts'
import type { ZoneOf } from './zones.ts'

/** What a file says of an event, but when it is. */
export type Said = Omit<NewEvent, 'id' | 'start' | 'end' | 'timeZone'>

/** When an event begins and how long it lasts, by the wall clock of one zone. */
export interface Span {
  start: Moment
  /** Whose wall clock the start is written in. */
  timeZone: string
  duration: ICAL.Duration | undefined
}

/** @returns undefined when there is no start that can be read: nothing can be made of it. */
export function readSpan(event: Component, home: string, zoneOf: ZoneOf, faults: Fault[]): Span | undefined {
  const dtstart = property(event, 'dtstart')
  const start = dtstart && readMoments(dtstart, zoneOf)[0]
  if (!start) {
    const message = dtstart ? `“${dtstart.raw}” is no date` : 'an event without a start'
    faults.push({ line: dtstart?.line ?? event.line, message: `${message}: left out` })
    return undefined
  }
  const timeZone = start.zone ?? home
  return { start, timeZone, duration: durationOf(event, start, timeZone, zoneOf, faults) }
}

function durationOf(event: Component, start: Moment, timeZone: string, zoneOf: ZoneOf, faults: Fault[]) {
  const dtend = property(event, 'dtend')
  if (dtend) {
    const moment = readMoments(dtend, zoneOf)[0]
    const end = moment && inZone(moment, timeZone)
    if (end && end.length === start.wall.length && end >= start.wall) return between(start.wall, end)
    faults.push({ line: dtend.line, message: `“${dtend.raw}” is no end for this start: kept without an end` })
    return undefined
  }
  const duration = property(event, 'duration')
  if (!duration) return undefined
  try {
    const value = ICAL.Duration.fromString(duration.raw.trim())
    if (!value.isNegative) return value
  } catch {
    // Told below, like one that runs backwards.
  }
  faults.push({ line: duration.line, message: `“${duration.raw}” is no duration: kept without an end` })
  return undefined
}

/** The times of an occurrence, in the zone that it is kept in: what was written in UTC is shown at home. */
export function timesOf(wall: string, { timeZone, duration }: Span, home: string) {
  const end = duration && later(wall, duration)
  if (isAllDay(wall)) {
    const last = end && lastDay(end)
    return { start: wall, end: last && last > wall ? last : null, timeZone: null }
  }
  const zone = timeZone === 'UTC' ? home : timeZone
  const start = inZone({ wall, zone: timeZone }, zone)
  const last = end && inZone({ wall: end, zone: timeZone }, zone)
  return { start, end: last && last > start ? last : null, timeZone: zone }
}

/** What is wrong with an event as a whole, or the event. */
export function checked(said: Said, times: ReturnType<typeof timesOf>): NewEvent | string {
  const fault = faultOfTimes(times)
  if (fault) return `the ${fault.field} ${fault.message}`
  const event = NewEvent.safeParse({ ...said, ...times })
  if (event.success) return event.data
  const [issue] = event.error.issues
  return `${issue?.path.join('.')}: ${issue?.message}`
}

export function readSaid(event: Component, faults: Fault[]): Said {
  const name = oneLine(textOf(event, 'summary'), 500)
  return {
    name: name ?? '(no title)',
    venue: oneLine(textOf(event, 'location'), 500) ?? null,
    notes: textOf(event, 'description')?.slice(0, 100_000) ?? null,
    link: linkOf(event, faults),
    ...costOf(event),
    attending: attendingOf(event),
    reminder: reminderOf(event, faults),
    tags: tagsOf(event),
  }
}

/** Without the controls that no line of ours may have. */
function oneLine(text: string | undefined, max: number): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  const line = text
    ?.replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, max)
    .trim()
  return line || undefined
}

function linkOf(event: Component, faults: Fault[]): string | null {
  const given = ['url', 'x-google-conference'].flatMap((name) => property(event, name) ?? [])
  for (const { raw, line } of given) {
    const link = NewEvent.shape.link.safeParse(raw.trim())
    if (link.success) return link.data ?? null
    faults.push({ line, message: `“${raw.slice(0, 60)}” is no link: left out` })
  }
  return null
}

/** Written by our own feed. */
function costOf(event: Component): { cost: string | null; currency: string | null } {
  const [cost, currency] = property(event, 'x-ichrisbirch-cost')?.raw.split(' ') ?? []
  const isCost = Amount.safeParse(cost).success && Currency.safeParse(currency).success
  return isCost && cost && currency ? { cost, currency } : { cost: null, currency: null }
}

function attendingOf(event: Component): Attending {
  const own = Attending.safeParse(property(event, 'x-ichrisbirch-attending')?.raw.toLowerCase())
  if (own.success) return own.data
  return property(event, 'status')?.raw.toUpperCase() === 'TENTATIVE' ? 'maybe' : 'yes'
}

/** Minutes before the start: of several alarms the earliest that comes before it. */
function reminderOf(event: Component, faults: Fault[]): number | null {
  const triggers = event.components.flatMap((alarm) => (alarm.name === 'valarm' && property(alarm, 'trigger')) || [])
  const minutes = triggers.flatMap(({ raw, parameters, line }) => {
    if (parameters['related'] === 'END' || !/^[-+]?P/.test(raw)) return []
    try {
      const seconds = ICAL.Duration.fromString(raw.trim()).toSeconds()
      return seconds <= 0 && seconds >= -LONGEST_REMINDER * 60 ? Math.round(Math.abs(seconds) / 60) : []
    } catch {
      faults.push({ line, message: `“${raw}” is no time before the start: no reminder` })
      return []
    }
  })
  return minutes.length > 0 ? Math.max(...minutes) : null
}

function tagsOf(event: Component): string[] {
  const words = event.properties.flatMap(({ name, jcal }) => (name === 'categories' ? jcal.slice(3) : []))
  const tags = words.flatMap((word) => oneLine(String(word), 60)?.toLowerCase() ?? [])
  return [...new Set(tags)].slice(0, 30)
}
