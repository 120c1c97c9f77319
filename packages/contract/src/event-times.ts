import { Temporal } from 'temporal-polyfill'

/** When an event is: days when it is all day (the last one included), or else wall clock in its zone. */
export interface EventTimes {
  /** YYYY-MM-DD, or YYYY-MM-DDTHH:MM. */
  start: string
  /** Written like the start. Absent: no end is known, or it is that one day. */
  end?: string | null | undefined
  /** Of what is not all day. */
  timeZone?: string | null | undefined
}

export const LONGEST_EVENT_DAYS = 366

export const isAllDay = (start: string): boolean => start.length === 10

/** What is wrong with the times of an event, by field, or undefined. */
export function faultOfTimes({ start, end, timeZone }: EventTimes): { field: string; message: string } | undefined {
  if (!isAllDay(start) && !timeZone) return { field: 'timeZone', message: 'is needed for a time of day' }
  if (!end) return undefined
  if (isAllDay(end) !== isAllDay(start)) {
    return {
      field: 'end',
      message: isAllDay(start) ? 'must be a day, like the start' : 'must have a time, like the start',
    }
  }
  if (end < start) return { field: 'end', message: 'must not be before the start' }
  const days = Temporal.PlainDate.from(start.slice(0, 10)).until(end.slice(0, 10), { largestUnit: 'days' }).days
  if (days >= LONGEST_EVENT_DAYS) return { field: 'end', message: 'must be within a year of the start' }
  return undefined
}

/**
 * The instants of an event. The wall clock is what a person meant and stays; the instant follows from its zone: a time
 * that a clock skips is read with the offset before the gap, one that it shows twice is the first (RFC 5545, 3.3.5).
 * Days have no zone: theirs are counted in UTC, from midnight to the midnight after the last.
 * Within a gap an end could come before its start: then it is that start.
 */
export function instantsOf({ start, end, timeZone }: EventTimes): { startsAt: string; endsAt: string } {
  if (isAllDay(start)) {
    const last = Temporal.PlainDate.from(end ?? start)
    return { startsAt: `${start}T00:00:00Z`, endsAt: `${last.add({ days: 1 }).toString()}T00:00:00Z` }
  }
  const instant = (wall: string) =>
    Temporal.PlainDateTime.from(wall)
      .toZonedDateTime(timeZone ?? 'UTC')
      .toInstant()
  const startsAt = instant(start)
  const endsAt = end ? instant(end) : startsAt
  const last = Temporal.Instant.compare(endsAt, startsAt) < 0 ? startsAt : endsAt
  return { startsAt: startsAt.toString(), endsAt: last.toString() }
}

/** The wall clock of an instant in a zone, YYYY-MM-DDTHH:MM. */
export function wallClockOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString().slice(0, 16)
}

/**
 * The first and last of a person's days that an event touches, as their calendar shows it: days are the same for
 * everybody, a time of day is on the day that it has in the reader's zone. What ends at midnight ends on the day before.
 */
export function daysOfEvent(
  { start, end, startsAt, endsAt }: EventTimes & { startsAt: string; endsAt: string },
  timeZone: string,
): { first: string; last: string } {
  if (isAllDay(start)) return { first: start, last: end ?? start }
  const first = wallClockOf(startsAt, timeZone).slice(0, 10)
  const isPoint = startsAt === endsAt
  const before = Temporal.Instant.from(endsAt).subtract({ seconds: isPoint ? 0 : 1 })
  const last = wallClockOf(before.toString(), timeZone).slice(0, 10)
  return { first, last: last < first ? first : last }
}

/** Changes of a zone's offset from one instant to another: for VTIMEZONE (RFC 5545, 3.6.5). */
export interface OffsetChange {
  /** The wall clock before the change, YYYY-MM-DDTHH:MM:SS. */
  onset: string
  /** +HH:MM, before and after. */
  from: string
  to: string
}

export function offsetChanges(timeZone: string, from: string, to: string): OffsetChange[] {
  const changes: OffsetChange[] = []
  let at = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.toInstant().toString() > to) return changes
    const before = next.subtract({ nanoseconds: 1 })
    const onset = next
      .toInstant()
      .toZonedDateTimeISO(before.offset)
      .toPlainDateTime()
      .toString({ smallestUnit: 'second' })
    changes.push({ onset, from: before.offset, to: next.offset })
    at = next
  }
}

/** +HH:MM of a zone at an instant. */
export function offsetAt(timeZone: string, instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).offset
}
