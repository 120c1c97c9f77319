import type { Event } from '@ichrisbirch/contract/events'
import { dayOf, sayDay } from '../../parts/say-day.ts'

const DAY_MS = 86_400_000

type When = Pick<Event, 'allDay' | 'startsAt' | 'endsAt'>

/** When on a day an event is, by the reader's clock: All day, 20:00, 20:00–22:30. */
export function sayTime(event: When, timeZone: string, locale: string): string {
  if (event.allDay) return 'All day'
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone })
  const [start, end] = [event.startsAt, event.endsAt].map((at) => clock.format(new Date(at)))
  return event.startsAt === event.endsAt ? `${start}` : `${start}–${end}`
}

/** Where the clock shows something else than here: 14:00 in New York. */
export function sayTimeThere(event: When & Pick<Event, 'timeZone'>, timeZone: string, locale: string): string | null {
  if (event.timeZone === null || event.timeZone === timeZone) return null
  const clock = (zone: string) =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(
      new Date(event.startsAt),
    )
  if (clock(event.timeZone) === clock(timeZone)) return null
  return `${clock(event.timeZone)} in ${event.timeZone.split('/').at(-1)?.replaceAll('_', ' ')}`
}

/** Of what lasts for days, until when: to Sun 29 Nov. */
export function sayLastDay(
  { allDay, start, end, startsAt, endsAt }: When & { start: string; end: string | null },
  { timeZone, today }: { timeZone: string; today: string },
  locale: string,
): string | null {
  const isLong = Date.parse(endsAt) - Date.parse(startsAt) > DAY_MS
  if (!end || end === start || !isLong) return null
  const last = allDay ? end : dayOf(endsAt, { timeZone, dayStartHour: 0 })
  return `to ${sayDay(last, today, locale)}`
}
