import { addDays, isDay } from '@ichrisbirch/contract/days'
import { instantsOf, wallClockOf } from '@ichrisbirch/contract/event-times'
import ICAL from 'ical.js'
import type { Property } from './content-lines.ts'
import type { ZoneOf } from './zones.ts'

/** A date or a date with a time, as a file has it. */
export interface Moment {
  /** YYYY-MM-DD, or YYYY-MM-DDTHH:MM. */
  wall: string
  /** Absent: of no zone (RFC 5545, form 1). */
  zone: string | undefined
}

/** Several values stand in one EXDATE or RDATE. @returns undefined for what is no date. */
export function readMoments({ raw, parameters, line }: Property, zoneOf: ZoneOf): (Moment | undefined)[] {
  const tzid = parameters['tzid']
  return raw.split(',').map((value) => {
    // Of a period the start.
    const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z?))?$/.exec(value.trim().split('/')[0] ?? '')
    if (!parts) return undefined
    const [, year, month, date, hour, minute, utc] = parts
    const day = `${year}-${month}-${date}`
    if (!isDay(day) || day < '1900-01-01' || day > '2200-12-31') return undefined
    if (hour === undefined || parameters['value'] === 'DATE') return { wall: day, zone: undefined }
    if (hour > '23' || (minute ?? '') > '59') return undefined
    const zone = utc ? 'UTC' : typeof tzid === 'string' ? zoneOf(tzid.replace(/^"|"$/g, ''), line) : undefined
    return { wall: `${day}T${hour}:${minute}`, zone }
  })
}

/** What a clock in another zone shows at that moment; days and times of no zone stay as they are. */
export function inZone({ wall, zone }: Moment, timeZone: string): string {
  if (wall.length === 10 || zone === undefined || zone === timeZone) return wall
  return wallClockOf(instantsOf({ start: wall, timeZone: zone }).startsAt, timeZone)
}

/** As the library counts: without a zone, so that a rule goes by the clock on the wall. */
export function toTime(wall: string): ICAL.Time {
  const [year, month, day, hour, minute] = wall.split(/[-T:]/).map(Number)
  const isDate = wall.length === 10
  return ICAL.Time.fromData({ year, month, day, ...(!isDate && { hour, minute, second: 0 }), isDate })
}

export const wallOf = (time: ICAL.Time): string => time.toString().slice(0, time.isDate ? 10 : 16)

/** A wall clock so much later, days by the calendar and hours by the clock. */
export function later(wall: string, duration: ICAL.Duration): string {
  const time = toTime(wall)
  time.addDuration(duration)
  return wallOf(time)
}

/** How long by the clock on the wall: the same for every occurrence. */
export function between(start: string, end: string): ICAL.Duration {
  return toTime(end).subtractDate(toTime(start))
}

/** DTEND of days is the day after the last (RFC 5545, 3.6.1). */
export const lastDay = (end: string): string => addDays(end, -1)
