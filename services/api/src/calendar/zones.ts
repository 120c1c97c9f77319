import { isTimeZone } from '@ichrisbirch/contract/days'
import { offsetAt } from '@ichrisbirch/contract/event-times'
import { findIana } from 'windows-iana'
import { type Component, type Fault, property, textOf } from './content-lines.ts'

/** Finds the IANA zone that a file means by a TZID, and says once for each what was guessed. */
export type ZoneOf = (tzid: string, line: number) => string

/** @param home the zone of the calendar or of its owner: for times without one. */
export function zonesOf(calendar: Component, home: string, faults: Fault[]): ZoneOf {
  const known = new Map<string, string>()
  return (tzid, line) => {
    const zone = known.get(tzid) ?? named(tzid, calendar) ?? guessed(tzid, line, { calendar, home, faults })
    known.set(tzid, zone)
    return zone
  }
}

/** By its name: IANA's own, Windows', or one that ends with IANA's (/citadel.org/20210210_1/Europe/Berlin). */
function named(tzid: string, calendar: Component): string | undefined {
  if (isTimeZone(tzid)) return tzid
  const [ending = ''] = /[A-Za-z]+\/[A-Za-z_-]+(\/[A-Za-z_-]+)?$/.exec(tzid) ?? []
  for (const part of [ending, ending.split('/').slice(1).join('/')]) if (isTimeZone(part)) return part
  const definition = definitionOf(tzid, calendar)
  const location = definition && textOf(definition, 'x-lic-location')
  if (location && isTimeZone(location)) return location
  return findIana(tzid)[0]
}

/** By the offsets that its VTIMEZONE gives it: Outlook defines zones under names of its own. */
function guessed(
  tzid: string,
  line: number,
  { calendar, home, faults }: { calendar: Component; home: string; faults: Fault[] },
): string {
  const definition = definitionOf(tzid, calendar)
  const offsets = definition && offsetsOf(definition)
  const zone =
    offsets && [home, ...Intl.supportedValuesOf('timeZone')].find((name) => offsetsThisYear(name) === offsets)
  faults.push({ line, message: `the time zone “${tzid}” is not known by that name: it is taken for ${zone ?? home}` })
  return zone ?? home
}

function definitionOf(tzid: string, calendar: Component): Component | undefined {
  return calendar.components.find((each) => each.name === 'vtimezone' && textOf(each, 'tzid') === tzid)
}

/** The newest offsets of a definition, smallest first: `+01:00 +02:00`. */
function offsetsOf({ components }: Component): string {
  const newest = ['standard', 'daylight'].flatMap((name) => {
    const last = components.filter((each) => each.name === name).at(-1)
    return (last && property(last, 'tzoffsetto')?.raw) ?? []
  })
  return [...new Set(newest.map((offset) => offset.replace(/^([+-]\d\d):?(\d\d).*$/, '$1:$2')))].sort().join(' ')
}

function offsetsThisYear(timeZone: string): string {
  const year = new Date().getUTCFullYear()
  const offsets = [`${year}-01-15T00:00:00Z`, `${year}-07-15T00:00:00Z`].map((at) => offsetAt(timeZone, at))
  return [...new Set(offsets)].sort().join(' ')
}
