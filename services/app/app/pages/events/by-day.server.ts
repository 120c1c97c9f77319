import { addDays } from '@ichrisbirch/contract/days'
import { daysOfEvent } from '@ichrisbirch/contract/event-times'
import type { Event } from '@ichrisbirch/contract/events'
import type { AgendaDay } from './agenda.tsx'

/** Each event under the first day that it has, or under `from` when it began before; all-day ones first. */
export function agendaOf(events: Event[], timeZone: string, from?: string): AgendaDay[] {
  const days = new Map<string, Event[]>()
  for (const event of events) {
    const { first } = daysOfEvent(event, timeZone)
    const day = from && first < from ? from : first
    days.set(day, [...(days.get(day) ?? []), event])
  }
  return [...days].map(([day, list]) => ({ day, events: inOrder(list) })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Each event under every day of a time that it touches. */
export function eventsByDay(events: Event[], timeZone: string, from: string, to: string): Map<string, Event[]> {
  const days = new Map<string, Event[]>()
  for (const event of events) {
    const { first, last } = daysOfEvent(event, timeZone)
    const end = last < to ? last : to
    for (let day = first > from ? first : from; day <= end; day = addDays(day, 1)) {
      days.set(day, inOrder([...(days.get(day) ?? []), event]))
    }
  }
  return days
}

function inOrder(events: Event[]): Event[] {
  return events.toSorted((a, b) => Number(b.allDay) - Number(a.allDay) || (a.startsAt < b.startsAt ? -1 : 1))
}
