import { CronExpressionParser } from 'cron-parser'
import { toString as cronInWords } from 'cronstrue'
import { Temporal } from 'temporal-polyfill'
import { describeRule, faultOfRule, nextDays } from './recurrence.ts'

/** When a schedule runs: cron, or an RFC 5545 rule, read as times of a zone's clock. */
export interface SlotRule {
  rule: string
  timeZone: string
}

/** Whole intervals of a recurrence rule are counted from here: a Monday, and the first of a year. */
const ANCHOR = '2001-01-01'

/** A rule without a time of day means the beginning of the day. */
const TIMES = /(?:^|;)(BYHOUR|BYMINUTE)=([^;]*)/g

const isRecurrence = (rule: string) => /^(RRULE:)?([A-Z]+=[^;]*;)*FREQ=/i.test(rule)

/**
 * The slots of a rule strictly later than an instant, in order, until the rule ends. A time that the zone's clock skips
 * is a slot at the next time that it shows, one that it shows twice is a slot the first time; slots that fall together
 * are one. @throws when the rule cannot be read: see {@link faultOfSlotRule}.
 */
export function* slotsAfter({ rule, timeZone }: SlotRule, after: Date): Generator<Date, undefined> {
  const wall = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime()
  let last = after.getTime()
  // What the clock shows at later slots is later than what it shows now; it may show it an hour earlier, too.
  for (const time of isRecurrence(rule) ? recurrenceTimes(rule, wall) : cronTimes(rule, wall)) {
    const instant = instantOfWall(time, timeZone)
    if (instant <= last) continue
    last = instant
    yield new Date(instant)
  }
}

/** The first slot strictly later than an instant; undefined when the rule has ended. */
export function slotAfter(rule: SlotRule, after: Date): Date | undefined {
  return slotsAfter(rule, after).next().value
}

/** @returns what is wrong with a rule, as a sentence, or undefined when it can be used. */
export function faultOfSlotRule(rule: string): string | undefined {
  if (isRecurrence(rule)) return faultOfRecurrence(rule)
  const fields = rule.trim().split(/\s+/)
  if (fields.length !== 5 && fields.length !== 6) {
    return 'must be five cron fields (minute hour day month weekday), or a rule such as FREQ=DAILY;BYHOUR=2'
  }
  // A hashed field is another time in each process.
  if (fields.some((field) => /^H/i.test(field))) return 'H is not a time'
  try {
    const [first] = cronTimes(rule, Temporal.PlainDateTime.from(ANCHOR))
    return first ? undefined : 'the rule names no time'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The rule in words: "At 02:30, only on Sunday", "every week on Sunday at 03:00". */
export function describeSlotRule(rule: string): string {
  if (!isRecurrence(rule)) return cronInWords(rule, { use24HourTimeFormat: true, verbose: false })
  const { days, times } = splitRecurrence(rule)
  return `${describeRule(days, ANCHOR)} at ${times.map((time) => time.toString({ smallestUnit: 'minute' })).join(', ')}`
}

/** Cron is read in UTC, where the clock shows every time once; what the zone makes of it is our own affair. */
function* cronTimes(rule: string, after: Temporal.PlainDateTime): Generator<Temporal.PlainDateTime> {
  const currentDate = new Date(after.toZonedDateTime('UTC').epochMilliseconds)
  const cron = CronExpressionParser.parse(rule, { currentDate, tz: 'UTC' })
  while (true) {
    const next = Temporal.Instant.fromEpochMilliseconds(cron.next().getTime())
    yield next.toZonedDateTimeISO('UTC').toPlainDateTime()
  }
}

function* recurrenceTimes(rule: string, after: Temporal.PlainDateTime): Generator<Temporal.PlainDateTime> {
  const { days, times } = splitRecurrence(rule)
  let day = after.toPlainDate().subtract({ days: 1 }).toString()
  while (true) {
    const [next] = nextDays(days, ANCHOR, day, 1)
    if (next === undefined) return
    day = next
    for (const time of times) {
      const wall = Temporal.PlainDate.from(day).toPlainDateTime(time)
      if (Temporal.PlainDateTime.compare(wall, after) > 0) yield wall
    }
  }
}

/** A rule of days, and the times of each. */
function splitRecurrence(rule: string): { days: string; times: Temporal.PlainTime[] } {
  const whole = rule.replace(/^RRULE:/i, '').toUpperCase()
  const by = Object.fromEntries([...whole.matchAll(TIMES)].map(([, key = '', values = '']) => [key, values]))
  const hours = numbersOf(by['BYHOUR'])
  const minutes = numbersOf(by['BYMINUTE'])
  const times = hours.flatMap((hour) => minutes.map((minute) => new Temporal.PlainTime(hour, minute)))
  return { days: whole.replace(TIMES, '').replace(/^;/, ''), times }
}

const numbersOf = (list = '0') => [...new Set(list.split(',').map(Number))].sort((a, b) => a - b)

function faultOfRecurrence(rule: string): string | undefined {
  const whole = rule.replace(/^RRULE:/i, '').toUpperCase()
  for (const [, key = '', values = ''] of whole.matchAll(TIMES)) {
    const max = key === 'BYHOUR' ? 23 : 59
    const isFaulty = values.split(',').some((value) => !/^\d{1,2}$/.test(value) || Number(value) > max)
    if (isFaulty) return `${key} must be whole numbers from 0 to ${max}`
  }
  const keys = [...whole.matchAll(TIMES)].map(([, key]) => key)
  if (new Set(keys).size !== keys.length) return 'each part may appear once'
  const { days, times } = splitRecurrence(rule)
  if (/(^|;)UNTIL=\d{8}T/.test(days)) return 'UNTIL must be a day, YYYYMMDD; it is the last one'
  if (/(^|;)COUNT=/.test(days)) return 'COUNT has no beginning to count from; use UNTIL'
  if (/(^|;)BYSETPOS=/.test(days) && times.length > 1) return 'BYSETPOS picks days: it needs one time of day'
  return faultOfRule(days)
}

/** @returns milliseconds of the epoch. */
function instantOfWall(wall: Temporal.PlainDateTime, timeZone: string): number {
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' })
  if (zoned.toPlainDateTime().equals(wall)) return zoned.epochMilliseconds
  const before = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? zoned).epochMilliseconds
}
