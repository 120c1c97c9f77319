import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

/** Daily; on chosen weekdays; so many times a week, whichever days; or every so many days, counted from the last time. */
const Schedule = z.enum(['daily', 'weekdays', 'weekly', 'interval'])

/** A schedule has one number at most: the fields that it does not name are not looked at. */
const scheduleFields = {
  schedule: Schedule,
  weekdays: z.array(z.int()).describe('1 for Monday to 7 for Sunday; for the schedule weekdays'),
  timesAWeek: z.int().describe('for the schedule weekly'),
  everyDays: z.int().describe('for the schedule interval'),
}
export interface HabitSchedule {
  schedule: z.infer<typeof Schedule>
  weekdays: readonly number[]
  timesAWeek: number
  everyDays: number
}

export const CheckInState = z.enum(['done', 'skipped', 'open'])
export type CheckInState = z.infer<typeof CheckInState>

const RecentState = z.enum(['done', 'skipped', 'part', 'missed', 'open', 'free'])
export type RecentState = z.infer<typeof RecentState>

/** A streak of each schedule is counted in these. */
export const STREAK_UNITS = { daily: 'day', weekdays: 'day', weekly: 'week', interval: 'time' } as const

/** Decimal text: numbers that people count in are not floats. */
const Amount = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a number such as 8 or 2.5')
  .transform((amount) =>
    amount.replace(/^0+(?=\d)/, '').replace(/\.(\d*?)0+$/, (_, digits: string) => (digits ? `.${digits}` : '')),
  )

export const Habit = z
  .object({
    id: Id,
    name: z.string(),
    notes: z.string().nullable().describe('Markdown'),
    category: z.string().nullable(),
    ...scheduleFields,
    scheduleInWords: z.string(),
    target: z.string().nullable().describe('how much a day; null for a habit that is done or not'),
    unit: z.string().nullable().describe('of the target: glasses, km, minutes'),
    startDay: z.string(),
    paused: z.boolean(),
    today: z.string().describe("the owner's day that state, amount and note are of"),
    state: CheckInState,
    amount: z.string().nullable(),
    note: z.string().nullable(),
    isLeft: z.boolean().describe('there is something to do today'),
    doneThisWeek: z.int().describe('days since Monday on which it was done'),
    streak: z.int(),
    bestStreak: z.int(),
    streakUnit: z.enum(['day', 'week', 'time']),
    recent: z.array(z.object({ day: z.string(), state: RecentState })).describe('the last seven days, today last'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Habit' })
export type Habit = z.infer<typeof Habit>

export const CheckIn = z
  .object({
    day: z.string().describe("the owner's day when it was made, wherever they are now"),
    state: CheckInState,
    amount: z.string().nullable(),
    target: z.string().nullable().describe('what the target was'),
    unit: z.string().nullable(),
    note: z.string().nullable(),
    name: z.string().describe('what the habit was called'),
    timeZone: z.string().describe('the zone whose day it was'),
    at: Instant.describe('when it was made or last changed'),
  })
  .meta({ id: 'CheckIn' })
export type CheckIn = z.infer<typeof CheckIn>

const weekdays = z
  .array(z.int().min(1).max(7))
  .max(7)
  .transform((days) => [...new Set(days)].sort((a, b) => a - b))
const timesAWeek = z.int().min(1).max(7)
const everyDays = z.int().min(1).max(366)
const target = Amount.refine((amount) => Number(amount) > 0, 'must be more than 0')

const fields = {
  name: line(500).describe('what you want to keep doing'),
  notes: markdown(100_000).nullable().optional(),
  category: line(60).nullable().optional().describe("the name of one of the person's categories"),
  target: target.nullable().optional().describe('how much a day, as decimal text; without one it is done or not'),
  unit: line(30).nullable().optional().describe('of the target: glasses, km, minutes'),
  startDay: Day.optional().describe("today in the owner's zone when absent"),
}

export const NewHabit = z
  .strictObject({
    ...fields,
    schedule: Schedule.default('daily'),
    weekdays: weekdays.default([]),
    timesAWeek: timesAWeek.default(1),
    everyDays: everyDays.default(1),
    id: Id.optional(),
  })
  .meta({ examples: [{ name: 'Drink water', target: '8', unit: 'glasses' }] })
export type NewHabit = z.output<typeof NewHabit>

export const HabitChange = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    schedule: Schedule.optional(),
    weekdays: weekdays.optional(),
    timesAWeek: timesAWeek.optional(),
    everyDays: everyDays.optional(),
    paused: z.boolean().optional(),
  })
  .meta({ examples: [{ name: 'Drink tea' }] })
export type HabitChange = z.output<typeof HabitChange>

const day = Day.optional().describe("today in the owner's zone when absent; not later than that")

export const CheckInChange = z
  .strictObject({
    day,
    state: CheckInState.optional().describe('open takes it back, and the amount with it'),
    amount: Amount.nullable().optional().describe('of a counted habit; it is done when the target is reached'),
    note: line(1000).nullable().optional(),
  })
  .meta({ examples: [{ state: 'skipped', note: 'ill' }] })
export type CheckInChange = z.output<typeof CheckInChange>

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** A schedule in words: "every day", "on Mon, Wed and Fri", "3 times a week", "every 3 days". */
export function describeSchedule({ schedule, weekdays, timesAWeek, everyDays }: HabitSchedule): string {
  switch (schedule) {
    case 'daily':
      return 'every day'
    case 'weekdays': {
      const names = weekdays.map((weekday) => WEEKDAYS[weekday - 1])
      return weekdays.length === 7 ? 'every day' : `on ${names.join(', ').replace(/, (\w+)$/, ' and $1')}`
    }
    case 'weekly':
      return ['once a week', 'twice a week'][timesAWeek - 1] ?? `${timesAWeek} times a week`
    case 'interval':
      return everyDays === 1 ? 'every day' : `every ${everyDays} days`
  }
}

/** Thousandths, in which amounts are compared. */
const thousandths = (amount: string) => Math.round(Number(amount) * 1000)

/** What was reached of a target, from 0 to 1; without a target there is no part. */
export function shareOf(amount: string | null, target: string | null): number {
  if (amount === null || target === null) return 0
  return Math.min(1, thousandths(amount) / thousandths(target))
}

const habitParams = z.strictObject({ id: Id })

export const habits = {
  listHabits: endpoint({
    method: 'GET',
    path: '/habits/',
    summary:
      'List habits by category, with today, the last days and the streak; `left` has those with something to do today',
    status: 200,
    query: z.strictObject({
      status: z.enum(['current', 'left', 'paused', 'deleted']).default('current'),
      ...pageQuery,
    }),
    answer: page(Habit),
    tool: 'read',
  }),
  getHabit: endpoint({
    method: 'GET',
    path: '/habits/:id/',
    summary: 'One habit',
    status: 200,
    params: habitParams,
    answer: Habit,
  }),
  createHabit: endpoint({
    method: 'POST',
    path: '/habits/',
    summary: 'Add a habit',
    status: 201,
    body: NewHabit,
    answer: Habit,
    tool: 'write',
  }),
  changeHabit: endpoint({
    method: 'PATCH',
    path: '/habits/:id/',
    summary: 'Change, pause or resume a habit; its streaks are counted anew by its schedule, paused days are left out',
    status: 200,
    params: habitParams,
    body: HabitChange,
    answer: Habit,
  }),
  tickHabit: endpoint({
    method: 'POST',
    path: '/habits/:id/tick/',
    summary: 'Done today, or on another day: the whole target of a counted habit',
    status: 200,
    params: habitParams,
    body: z.strictObject({ day }).meta({ examples: [{}] }),
    answer: Habit,
    tool: 'write',
  }),
  changeCheckIn: endpoint({
    method: 'PATCH',
    path: '/habits/:id/check-in/',
    summary: "Change a day's check-in: done, skipped or open, the amount, a note; absent fields stay, null clears",
    status: 200,
    params: habitParams,
    body: CheckInChange,
    answer: Habit,
    tool: 'write',
  }),
  listCheckIns: endpoint({
    method: 'GET',
    path: '/habits/:id/check-ins/',
    summary: "A habit's check-ins, newest first",
    status: 200,
    params: habitParams,
    query: z.strictObject({ until: Day.optional().describe('of this day or earlier'), ...pageQuery }),
    answer: page(CheckIn),
  }),
  getHabitYear: endpoint({
    method: 'GET',
    path: '/habits/:id/year/',
    summary:
      'Each day of the 53 weeks to a day, and how strong the habit is: it grows with each day done, and decays slowly',
    status: 200,
    params: habitParams,
    query: z.strictObject({ until: Day.optional().describe("today in the owner's zone when absent") }),
    answer: z.object({
      days: z.array(
        z.object({ day: z.string(), state: RecentState, percent: z.int().describe('what was reached of the target') }),
      ),
      done: z.int().describe('how many of these days it was done'),
      strength: z.int().describe('percent, today'),
      strengthBefore: z.int().describe('percent, 30 days ago'),
    }),
  }),
  deleteHabit: endpoint({
    method: 'DELETE',
    path: '/habits/:id/',
    summary: 'Delete a habit with its history; both can be restored for 30 days',
    status: 204,
    params: habitParams,
  }),
  restoreHabit: endpoint({
    method: 'POST',
    path: '/habits/:id/restore/',
    summary: 'Restore a deleted habit',
    status: 200,
    params: habitParams,
    answer: Habit,
  }),
}
