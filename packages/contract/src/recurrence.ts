import { RRuleTemporal } from 'rrule-temporal'
import { toText } from 'rrule-temporal/totext'
import { addDays } from './days.ts'

/** The parts of RFC 5545 that make sense for whole days; a time of day belongs to the person's preferences. */
const PARTS = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'])
const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])

/**
 * Checks a recurrence rule (RFC 5545 RRULE value such as `FREQ=WEEKLY;BYDAY=FR`).
 * @returns what is wrong, as a sentence, or undefined when the rule can be used.
 */
export function faultOfRule(rule: string): string | undefined {
  const parts = rule.split(';').map((part) => part.split('='))
  for (const [key = '', value = ''] of parts) {
    if (!PARTS.has(key)) return `${key || 'an empty part'} is not one of ${[...PARTS].join(', ')}`
    if (value === '') return `${key} has no value`
  }
  const keys = parts.map(([key]) => key)
  if (new Set(keys).size !== keys.length) return 'each part may appear once'
  const value = (key: string) => parts.find(([name]) => name === key)?.[1]
  if (!FREQUENCIES.has(value('FREQ') ?? '')) return `FREQ must be one of ${[...FREQUENCIES].join(', ')}`
  if (!inRange(value('INTERVAL'), 1, 1000)) return 'INTERVAL must be a whole number from 1 to 1000'
  if (!inRange(value('COUNT'), 1, 10_000)) return 'COUNT must be a whole number from 1 to 10000'
  if (value('COUNT') && value('UNTIL')) return 'COUNT and UNTIL exclude each other'
  if (value('UNTIL') && !/^\d{8}(T\d{6}Z?)?$/.test(value('UNTIL') ?? '')) return 'UNTIL must be a day, YYYYMMDD'
  if (hasLooseOrdinal(value)) {
    return 'a numbered weekday of a year goes with BYMONTH, or with neither BYMONTHDAY nor weekdays without a number'
  }
  try {
    return nextDays(rule, '2000-01-01', '1999-12-31', 1).length === 0 ? 'the rule names no day' : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The library takes the numbered weekday alone, and forgets the rest: refused rather than run on a wrong day. */
function hasLooseOrdinal(value: (key: string) => string | undefined): boolean {
  const weekdays = value('BYDAY')?.split(',') ?? []
  const isNumbered = (weekday: string) => /\d/.test(weekday)
  if (value('FREQ') !== 'YEARLY' || value('BYMONTH') || !weekdays.some(isNumbered)) return false
  return value('BYMONTHDAY') !== undefined || !weekdays.every(isNumbered)
}

function inRange(text: string | undefined, min: number, max: number): boolean {
  return text === undefined || (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max)
}

/**
 * The first `count` days of a rule that begins on `startDay`, strictly later than `after`; fewer when it ends.
 * A start day that does not match the rule is not itself an occurrence.
 * One that names no day within 10,000 steps (30 February; every other month, but January) has ended.
 * @throws when the rule cannot be read.
 */
export function nextDays(rule: string, startDay: string, after: string, count: number): string[] {
  const occurrences = recurrence(rule, startDay)
  const days: string[] = []
  let from = after < startDay ? addDays(startDay, -1) : after
  while (days.length < count) {
    const next = nextOccurrence(occurrences, from)
    if (!next) break
    from = next.toPlainDate().toString()
    days.push(from)
  }
  return days
}

function nextOccurrence(occurrences: RRuleTemporal, after: string): ReturnType<RRuleTemporal['next']> {
  try {
    return occurrences.next(new Date(`${after}T00:00:00Z`), false)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Maximum iterations')) return null
    throw error
  }
}

/** RFC 5545 wants UNTIL of the same kind as DTSTART; people write the day alone. */
function untilInUtc(rule: string): string {
  return rule.replace(/UNTIL=(\d{8})(T\d{6}Z?)?/, 'UNTIL=$1T000000Z')
}

/** The rule in words: "every week on Friday". The start day decides what the rule leaves open. */
export function describeRule(rule: string, startDay: string): string {
  return toText(recurrence(rule, startDay), 'en')
}

function recurrence(rule: string, startDay: string): RRuleTemporal {
  // Whole days are counted in UTC, where every day has 24 hours: no zone can move them.
  return new RRuleTemporal({
    rruleString: `DTSTART:${startDay.replaceAll('-', '')}T000000Z\nRRULE:${untilInUtc(rule)}`,
  })
}
