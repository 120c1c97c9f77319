import { addMonths } from '@ichrisbirch/contract/days'
import { wallClockOf } from '@ichrisbirch/contract/event-times'
import ICAL from 'ical.js'
import type { Component, Fault, Property } from './content-lines.ts'
import { inZone, type Moment, readMoments, toTime, wallOf } from './moments.ts'
import type { ZoneOf } from './zones.ts'

/** A series is kept as its occurrences: so many of them at most, and none later than two years from now. */
const MOST_OCCURRENCES = 1000
const MONTHS_AHEAD = 24
const MOST_STEPS = 20_000

interface Series {
  start: Moment
  /** The zone whose wall clock the rule goes by; UTC where the start is in UTC. */
  timeZone: string
  zoneOf: ZoneOf
  today: string
  faults: Fault[]
}

/** The wall clocks at which an event that repeats begins; undefined for one that does not. */
export function occurrencesOf(event: Component, series: Series): string[] | undefined {
  const repeats = event.properties.filter(({ name }) => name === 'rrule' || name === 'rdate')
  const [first] = repeats
  if (!first) return undefined
  const vevent = floatingEvent(event, series)
  if (!vevent) return undefined
  const horizon = addMonths(series.today, MONTHS_AHEAD)
  const expansion = new ICAL.RecurExpansion({ component: vevent, dtstart: toTime(series.start.wall) })
  const walls: string[] = []
  for (let step = 0; ; step++) {
    const next = step < MOST_STEPS ? expansion.next() : undefined
    if (!next) break
    const wall = wallOf(next)
    if (wall.slice(0, 10) > horizon) {
      series.faults.push({ line: first.line, message: `repeats further than two years ahead: kept until ${horizon}` })
      break
    }
    walls.push(wall)
  }
  if (walls.length > MOST_OCCURRENCES) {
    const message = `repeats ${walls.length} times: only the last ${MOST_OCCURRENCES} are kept`
    series.faults.push({ line: first.line, message })
  }
  return walls.slice(-MOST_OCCURRENCES)
}

/** The rule and its exceptions alone, all by the same wall clock, for the library to count. */
function floatingEvent(event: Component, series: Series): ICAL.Component | undefined {
  const vevent = new ICAL.Component('vevent')
  vevent.addPropertyWithValue('dtstart', toTime(series.start.wall))
  let repeats = false
  for (const property of event.properties) {
    if (property.name === 'rrule') {
      const rule = readRule(property, series)
      if (rule) vevent.addPropertyWithValue('rrule', rule)
      repeats ||= rule !== undefined
    } else if (property.name === 'rdate' || property.name === 'exdate') {
      for (const moment of readMoments(property, series.zoneOf)) {
        if (moment) addDate(vevent, property.name, moment, series)
        else series.faults.push({ line: property.line, message: `“${property.raw}” is no date` })
      }
      repeats ||= property.name === 'rdate'
    }
  }
  return repeats ? vevent : undefined
}

function addDate(vevent: ICAL.Component, name: string, moment: Moment, { start, timeZone }: Series): void {
  const wall = inZone(moment, timeZone)
  // Some programs leave out whole days of what has a time: at the time that it would have been.
  const isDayOfTime = wall.length === 10 && start.wall.length > 10
  vevent.addPropertyWithValue(
    name,
    toTime(isDayOfTime ? `${wall}${start.wall.slice(10)}` : wall.slice(0, start.wall.length)),
  )
}

function readRule({ raw, line }: Property, { start, timeZone, faults }: Series): ICAL.Recur | undefined {
  if (/FREQ=(SECONDLY|MINUTELY|HOURLY)/i.test(raw)) {
    faults.push({ line, message: 'repeats more often than daily: kept once' })
    return undefined
  }
  try {
    return ICAL.Recur.fromString(untilByTheClock(raw.trim(), start, timeZone))
  } catch {
    faults.push({ line, message: `the rule “${raw}” cannot be read: kept once` })
    return undefined
  }
}

/** UNTIL is in UTC (RFC 5545, 3.3.10): here as the wall clock shows it, which the occurrences are counted by. */
function untilByTheClock(rule: string, start: Moment, timeZone: string): string {
  return rule.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?/i,
    (_, year, month, day, hour, minute, second, utc) => {
      const date = `${year}-${month}-${day}`
      if (start.wall.length === 10) return `UNTIL=${year}${month}${day}`
      if (hour === undefined) return `UNTIL=${year}${month}${day}T235959`
      const wall = utc
        ? wallClockOf(`${date}T${hour}:${minute}:${second ?? '00'}Z`, timeZone)
        : `${date}T${hour}:${minute}`
      return `UNTIL=${wall.replace(/[-:]/g, '')}59`
    },
  )
}
