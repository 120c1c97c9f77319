import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { AccentHue } from './account.ts'
import { Rule } from './autotasks.ts'
import { addDays, daysBetween, weekdayOf } from './days.ts'
import { endpoint } from './endpoint.ts'
import { nextDays } from './recurrence.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

/** The largest unit in which a distance is said: months are months and days, years are years, months and days. */
export const DistanceUnit = z.enum(['days', 'weeks', 'months', 'years'])
export type DistanceUnit = z.infer<typeof DistanceUnit>

const Part = z.object({ unit: z.enum(['year', 'month', 'week', 'day']), count: z.int() })
export type Part = z.infer<typeof Part>

export const Countdown = z
  .object({
    id: Id,
    name: z.string(),
    notes: z.string().nullable().describe('Markdown'),
    day: z.string().describe('the day it is about; of a yearly one the first'),
    rule: z.string().nullable().describe('RFC 5545 recurrence rule of a yearly one'),
    ruleInWords: z.string().nullable(),
    unit: DistanceUnit,
    hue: AccentHue.describe('its colour, in degrees of OKLCH'),
    nextDay: z.string().describe('the day it counts to, or has counted from since it passed'),
    days: z.int().describe('whole days until nextDay; below zero it counts up'),
    parts: z.array(Part).describe('the same distance in its unit, largest part first'),
    years: z.int().nullable().describe('of a yearly one: the years from its first day to nextDay'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Countdown' })
export type Countdown = z.infer<typeof Countdown>

/** Without an end: a countdown that has ended would count to nothing. */
const YearlyRule = Rule.refine(
  (rule) => /(^|;)FREQ=YEARLY(;|$)/.test(rule) && !/(^|;)(COUNT|UNTIL)=/.test(rule),
  'must be FREQ=YEARLY without an end',
).describe('RFC 5545 recurrence rule, for example FREQ=YEARLY;BYMONTH=5;BYDAY=2SU; null for once')

const fields = {
  name: line(500).describe('what is counted to, or since'),
  notes: markdown(100_000).nullable().optional(),
  day: Day.describe('the day to count to or since'),
  rule: YearlyRule.nullable().optional(),
  unit: DistanceUnit.default('days'),
  hue: AccentHue.default(250),
}

export const NewCountdown = z
  .strictObject({ ...fields, id: Id.optional() })
  .meta({ examples: [{ name: 'The sea', day: '2190-07-01', unit: 'weeks' }] })
export type NewCountdown = z.output<typeof NewCountdown>

export const CountdownChange = z
  .strictObject({
    name: fields.name.optional(),
    notes: fields.notes,
    day: fields.day.optional(),
    rule: fields.rule,
    unit: DistanceUnit.optional(),
    hue: AccentHue.optional(),
  })
  .meta({ examples: [{ name: 'The mountains' }] })
export type CountdownChange = z.output<typeof CountdownChange>

/**
 * The day that a countdown counts to: of a yearly one the first of its rule from today on, else its own day.
 * @param today the owner's day.
 */
export function nextDayOf({ day, rule }: { day: string; rule: string | null }, today: string): string {
  if (rule === null) return day
  // A rule that names no day any more (29 February of every 1000th year) stands still.
  return nextDays(rule, day, addDays(today, -1), 1)[0] ?? day
}

/** A distance in calendar parts (the day of the month counts, not 30 days); zero parts are left out, but for 0 days. */
export function partsBetween(from: string, to: string, unit: DistanceUnit): Part[] {
  const [first, last] = from <= to ? [from, to] : [to, from]
  const distance = Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last), { largestUnit: unit })
  const { years, months, weeks, days } = distance
  const parts: Part[] = [
    { unit: 'year', count: years },
    { unit: 'month', count: months },
    { unit: 'week', count: weeks },
    { unit: 'day', count: days },
  ]
  const shown = parts.filter(({ count }) => count > 0)
  return shown.length > 0 ? shown : [{ unit: 'day', count: 0 }]
}

/** Where a countdown stands on the owner's day. */
export function distanceOf(
  countdown: { day: string; rule: string | null; unit: DistanceUnit },
  today: string,
): Pick<Countdown, 'nextDay' | 'days' | 'parts' | 'years'> {
  const nextDay = nextDayOf(countdown, today)
  const years = Number(nextDay.slice(0, 4)) - Number(countdown.day.slice(0, 4))
  return {
    nextDay,
    days: daysBetween(today, nextDay),
    parts: partsBetween(today, nextDay, countdown.unit),
    years: countdown.rule === null ? null : years,
  }
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

export type Yearly = 'date' | 'weekday' | 'lastWeekday'

/**
 * The ways in which a day can come every year: on its date, on its weekday of the month (the second Sunday in May), and
 * at the end of a month on the last such weekday. 29 February becomes the last day of February, where RFC 5545 would
 * leave out the years without one; a fifth weekday is not in every month and is left out.
 */
export function yearlyRules(day: string): Partial<Record<Yearly, string>> {
  const [month, dayOfMonth] = [Number(day.slice(5, 7)), Number(day.slice(8, 10))]
  const weekday = WEEKDAYS[weekdayOf(day) - 1]
  const nth = Math.ceil(dayOfMonth / 7)
  const isLast = addDays(day, 7).slice(5, 7) !== day.slice(5, 7)
  const on = `FREQ=YEARLY;BYMONTH=${month}`
  return {
    date: month === 2 && dayOfMonth === 29 ? `${on};BYMONTHDAY=-1` : `${on};BYMONTHDAY=${dayOfMonth}`,
    ...(nth < 5 && { weekday: `${on};BYDAY=${nth}${weekday}` }),
    ...(isLast && { lastWeekday: `${on};BYDAY=-1${weekday}` }),
  }
}

const countdownParams = z.strictObject({ id: Id })

export const countdowns = {
  listCountdowns: endpoint({
    method: 'GET',
    path: '/countdowns/',
    summary: 'List countdowns, nearest first: those to come, or those that have passed and count up',
    status: 200,
    query: z.strictObject({ which: z.enum(['coming', 'since', 'deleted']).default('coming'), ...pageQuery }),
    answer: page(Countdown),
    tool: 'read',
  }),
  getCountdown: endpoint({
    method: 'GET',
    path: '/countdowns/:id/',
    summary: 'One countdown',
    status: 200,
    params: countdownParams,
    answer: Countdown,
  }),
  createCountdown: endpoint({
    method: 'POST',
    path: '/countdowns/',
    summary: 'Add a countdown to a day, or since one',
    status: 201,
    body: NewCountdown,
    answer: Countdown,
    tool: 'write',
  }),
  changeCountdown: endpoint({
    method: 'PATCH',
    path: '/countdowns/:id/',
    summary: 'Change a countdown: absent fields stay, null clears',
    status: 200,
    params: countdownParams,
    body: CountdownChange,
    answer: Countdown,
    tool: 'write',
  }),
  deleteCountdown: endpoint({
    method: 'DELETE',
    path: '/countdowns/:id/',
    summary: 'Delete a countdown; it can be restored for 30 days',
    status: 204,
    params: countdownParams,
  }),
  restoreCountdown: endpoint({
    method: 'POST',
    path: '/countdowns/:id/restore/',
    summary: 'Restore a deleted countdown',
    status: 200,
    params: countdownParams,
    answer: Countdown,
  }),
}
