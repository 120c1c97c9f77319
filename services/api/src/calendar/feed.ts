import { addDays } from '@ichrisbirch/contract/days'
import { offsetAt, offsetChanges } from '@ichrisbirch/contract/event-times'
import type { Event } from '@ichrisbirch/contract/events'
import ICAL from 'ical.js'

/** Who wrote the file (RFC 5545, 3.7.3). */
const PRODUCT = '-//ichrisbirch//calendar//EN'

/** A person's events as other calendars read them (RFC 5545), with the definition of every zone that is named. */
export function writeFeed(name: string, events: Event[]): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', PRODUCT)
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  calendar.addPropertyWithValue('x-wr-calname', name)
  calendar.addPropertyWithValue('refresh-interval', 'PT1H')
  for (const zone of new Set(events.flatMap(({ timeZone }) => timeZone ?? []))) {
    const starts = events.filter((event) => event.timeZone === zone)
    calendar.addSubcomponent(zoneOf(zone, starts))
  }
  for (const event of events) calendar.addSubcomponent(eventOf(event))
  return `${calendar.toString()}\r\n`
}

function eventOf(event: Event): ICAL.Component {
  const vevent = new ICAL.Component('vevent')
  const text = (name: string, value: string | null) => value !== null && vevent.addPropertyWithValue(name, value)
  text('uid', event.uid)
  vevent.addPropertyWithValue('dtstamp', utc(event.updatedAt))
  vevent.addPropertyWithValue('last-modified', utc(event.updatedAt))
  addTimes(vevent, event)
  text('summary', event.name)
  text('location', event.venue)
  text('description', event.notes)
  text('url', event.link)
  if (event.tags.length > 0) {
    const categories = new ICAL.Property('categories')
    categories.setValues(event.tags)
    vevent.addProperty(categories)
  }
  text('status', event.attending === 'maybe' ? 'TENTATIVE' : 'CONFIRMED')
  if (event.attending === 'no') text('transp', 'TRANSPARENT')
  text('x-ichrisbirch-attending', event.attending.toUpperCase())
  if (event.cost !== null) text('x-ichrisbirch-cost', `${event.cost} ${event.currency}`)
  if (event.reminder !== null) vevent.addSubcomponent(alarmOf(event.name, event.reminder))
  return vevent
}

function addTimes(vevent: ICAL.Component, { allDay, start, end, timeZone }: Event): void {
  const add = (name: string, wall: string) => {
    const property = new ICAL.Property(name)
    if (allDay) property.resetType('date')
    else if (timeZone) property.setParameter('tzid', timeZone)
    property.setValue(allDay ? ICAL.Time.fromDateString(wall) : ICAL.Time.fromString(`${wall}:00`, property))
    vevent.addProperty(property)
  }
  add('dtstart', start)
  // The day after the last (RFC 5545, 3.6.1).
  if (allDay) add('dtend', addDays(end ?? start, 1))
  else if (end) add('dtend', end)
}

function alarmOf(name: string, minutes: number): ICAL.Component {
  const alarm = new ICAL.Component('valarm')
  alarm.addPropertyWithValue('action', 'DISPLAY')
  alarm.addPropertyWithValue('description', name)
  alarm.addPropertyWithValue('trigger', ICAL.Duration.fromSeconds(-minutes * 60))
  return alarm
}

/** The zone from a year before the first of its events to a year after the last: each change of its clock by itself. */
function zoneOf(timeZone: string, events: Event[]): ICAL.Component {
  const starts = events.map(({ startsAt }) => startsAt).sort()
  const first = `${addDays((starts[0] ?? '').slice(0, 10), -366)}T00:00:00Z`
  const last = `${addDays((starts.at(-1) ?? '').slice(0, 10), 366)}T00:00:00Z`
  const vtimezone = new ICAL.Component('vtimezone')
  vtimezone.addPropertyWithValue('tzid', timeZone)
  const offset = offsetAt(timeZone, first)
  const changes = [{ onset: first.slice(0, 19), from: offset, to: offset }, ...offsetChanges(timeZone, first, last)]
  for (const { onset, from, to } of changes) {
    const observance = new ICAL.Component(to > from ? 'daylight' : 'standard')
    observance.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(onset))
    observance.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromString(from))
    observance.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromString(to))
    vtimezone.addSubcomponent(observance)
  }
  return vtimezone
}

function utc(instant: string): ICAL.Time {
  return ICAL.Time.fromDateTimeString(`${instant.slice(0, 19)}Z`)
}
