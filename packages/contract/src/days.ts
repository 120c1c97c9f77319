import { Temporal } from 'temporal-polyfill'

/** How a person's days are counted: their zone, and the hour at which their day begins (0 to 12). */
export interface DayRules {
  timeZone: string
  dayStartHour: number
}

/** True for a real calendar day written YYYY-MM-DD; 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

export function isTimeZone(name: string): boolean {
  // Offsets such as +02:00 are accepted by Intl, but carry no daylight saving: a person lives in a zone.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The person's day at an instant: before the start hour it is still yesterday. */
export function dayAt(instant: Date | string, rules: DayRules): string {
  return Temporal.Instant.from(typeof instant === 'string' ? instant : instant.toISOString())
    .toZonedDateTimeISO(rules.timeZone)
    .toPlainDateTime()
    .subtract({ hours: rules.dayStartHour })
    .toPlainDate()
    .toString()
}

/**
 * The instant at which a time of the person's day is reached, `minutes` after the day's start hour.
 * A time that does not exist is read with the offset before the gap, one that exists twice is the first
 * (RFC 5545, 3.3.5; Temporal's "compatible").
 */
export function instantOf(day: string, minutes: number, rules: DayRules): Date {
  const wall = Temporal.PlainDate.from(day)
    .toPlainDateTime()
    .add({ minutes: rules.dayStartHour * 60 + minutes })
  return new Date(wall.toZonedDateTime(rules.timeZone, { disambiguation: 'compatible' }).epochMilliseconds)
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Months later, on the same day of the month or its last: 31 January + 1 is 28 or 29 February. */
export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek
}
