import { weekdayOf } from './days.ts'
import type { CheckInState, HabitSchedule, RecentState } from './habits.ts'

// Days are whole numbers in here, counted from 1970-01-01 (a Thursday): a habit of ten years is walked through in a
// millisecond. No zone can move them; which day it is was decided when somebody checked in.

/** Days on which nothing was asked: from the first to the last but `to`, which is the day it went on; null for ever. */
export interface Pause {
  from: string
  to: string | null
}

/** What was kept of a day. `share` is the part of the target that was reached, from 0 to 1. */
export interface Mark {
  day: string
  state: CheckInState
  share: number
}

export interface Course extends HabitSchedule {
  startDay: string
  pauses: readonly Pause[]
  /** One a day, in their order. */
  marks: readonly Mark[]
}

export interface Progress {
  /** Days, weeks or times in a row in which what was planned was done; see STREAK_UNITS. */
  streak: number
  bestStreak: number
  /** The last day on which that streak still stands when nothing more is done. */
  streakUntil: string
  /** The next day, today or later, on which there is something to do. */
  nextDay: string
}

const MS_A_DAY = 86_400_000
const MOST_DAYS_AHEAD = 400
const numberOf = (day: string) => Date.parse(day) / MS_A_DAY
const dayOf = (number: number) => new Date(number * MS_A_DAY).toISOString().slice(0, 10)
/** 0 for Monday to 6 for Sunday. */
const weekday = (number: number) => (((number + 3) % 7) + 7) % 7
const mondayOf = (number: number) => number - weekday(number)

/** Where a habit stands at the owner's day. What is still open today breaks nothing. */
export function progressOf(course: Course, today: string): Progress {
  const walk = walkOf(course, numberOf(today))
  const streaks = course.schedule === 'weekly' ? weeklyStreaks(course, walk) : dailyStreaks(course, walk)
  const next = nextOpenDay(course, walk)
  return {
    ...streaks,
    streakUntil: dayOf(course.schedule === 'weekly' ? endOfStreakWeek(course, walk) : next),
    nextDay: dayOf(next),
  }
}

/** The days of a habit: a skipped or paused one asks for nothing, and neither breaks nor feeds a streak. */
interface Walk {
  first: number
  today: number
  /** Today, or the newest check-in where a journey to the west brought a day back. */
  last: number
  stateOf: (day: number) => 'done' | 'neutral' | 'open'
  isSettled: (day: number) => boolean
}

function walkOf({ startDay, pauses, marks }: Course, today: number): Walk {
  const states = new Map(marks.map(({ day, state }) => [numberOf(day), state]))
  const rests = pauses.map(({ from, to }) => ({ from: numberOf(from), to: to === null ? Infinity : numberOf(to) }))
  const isPaused = (day: number) => rests.some(({ from, to }) => from <= day && day < to)
  const [firstMark, lastMark] = [marks[0], marks.findLast(({ state }) => state !== 'open')]
  const stateOf: Walk['stateOf'] = (day) => {
    const state = states.get(day)
    if (state === 'done') return 'done'
    return state === 'skipped' || isPaused(day) ? 'neutral' : 'open'
  }
  return {
    first: Math.min(numberOf(startDay), firstMark ? numberOf(firstMark.day) : Infinity),
    today,
    last: Math.max(today, lastMark ? numberOf(lastMark.day) : today),
    stateOf,
    isSettled: (day) => states.get(day) === 'done' || states.get(day) === 'skipped',
  }
}

/** Every n days is daily with n days of time: a streak breaks on the n-th open day after the last time. */
function dailyStreaks(course: Course, { first, today, last, stateOf }: Walk): Pick<Progress, 'streak' | 'bestStreak'> {
  const patience = course.schedule === 'interval' ? course.everyDays : 1
  let [streak, bestStreak, open] = [0, 0, 0]
  for (let day = first; day <= last; day++) {
    const state = isAsked(course, day) ? stateOf(day) : 'neutral'
    if (state === 'done') {
      streak++
      open = 0
      bestStreak = Math.max(bestStreak, streak)
    } else if (state === 'open' && day < today) {
      open++
      if (open >= patience) streak = 0
    }
  }
  return { streak, bestStreak }
}

const isAsked = ({ schedule, weekdays }: HabitSchedule, day: number) =>
  schedule !== 'weekdays' || weekdays.includes(weekday(day) + 1)

function weeklyStreaks(course: Course, walk: Walk): Pick<Progress, 'streak' | 'bestStreak'> {
  let [streak, bestStreak] = [0, 0]
  for (let monday = mondayOf(walk.first); monday <= walk.last; monday += 7) {
    const { done, asked } = weekAt(course, walk, monday)
    if (asked === 0) continue
    if (done >= asked) streak++
    else if (monday + 6 < walk.today) streak = 0
    bestStreak = Math.max(bestStreak, streak)
  }
  return { streak, bestStreak }
}

/** How often in a week it was done, and is asked: no more often than there are days left by skips, pauses and its start. */
function weekAt({ timesAWeek }: HabitSchedule, { first, stateOf }: Walk, monday: number) {
  let [done, free] = [0, 0]
  for (let day = monday; day < monday + 7; day++) {
    const state = day < first ? 'neutral' : stateOf(day)
    if (state === 'done') done++
    if (state === 'open') free++
  }
  return { done, asked: Math.min(timesAWeek, done + free) }
}

/** A week that was met holds the streak through the next one. */
function endOfStreakWeek(course: Course, walk: Walk): number {
  const monday = mondayOf(walk.today)
  const { done, asked } = weekAt(course, walk, monday)
  return done >= asked ? monday + 13 : monday + 6
}

function nextOpenDay(course: Course, walk: Walk): number {
  let day = Math.max(walk.today, walk.first)
  if (course.schedule === 'interval') day = Math.max(day, dueDayOf(course, walk))
  const isFree = (candidate: number) => {
    if (walk.isSettled(candidate) || !isAsked(course, candidate)) return false
    if (course.schedule !== 'weekly') return true
    const { done, asked } = weekAt(course, walk, mondayOf(candidate))
    return done < asked
  }
  // A pause without an end leaves no day free; a paused habit is not asked for anyway.
  for (const end = day + MOST_DAYS_AHEAD; day < end && !isFree(day); ) day++
  return day
}

/** The n-th open day after the last time; the first day where there was none yet. */
function dueDayOf({ everyDays }: Course, { first, last, stateOf }: Walk): number {
  let day = last
  while (day >= first && stateOf(day) !== 'done') day--
  if (day < first) return first
  for (let open = 0; open < everyDays; ) {
    day++
    // What comes is open: a pause without an end would be counted through for ever.
    if (day > last || stateOf(day) === 'open') open++
  }
  return day
}

/** What a dot of the last days says. Only a planned day that has passed is missed: a week leaves its days free. */
export function recentStateOf(
  course: Pick<Course, 'schedule' | 'weekdays' | 'startDay' | 'pauses'>,
  mark: Mark | undefined,
  day: string,
  today: string,
): RecentState {
  if (mark && mark.state !== 'open') return mark.state
  if (mark && mark.share > 0) return 'part'
  const isPaused = course.pauses.some(({ from, to }) => from <= day && (to === null || day < to))
  if (isPaused || day < course.startDay || day > today) return 'free'
  const isPlanned =
    course.schedule === 'daily' || (course.schedule === 'weekdays' && course.weekdays.includes(weekdayOf(day)))
  if (!isPlanned) return 'free'
  return day === today ? 'open' : 'missed'
}

/**
 * One day's step of a habit's strength, a number from 0 to 1 that grows and decays by halves and never starts again.
 * The formula is Loop Habit Tracker's (github.com/iSoron/uhabits, uhabits-core, models/Score.kt).
 * @param frequency how often a day: 1 for daily, 3/7 for three times a week.
 * @param value what was reached of that day, from 0 to 1.
 */
export function strengthAfter(frequency: number, before: number, value: number): number {
  const kept = 0.5 ** (Math.sqrt(frequency) / 13)
  return before * kept + value * (1 - kept)
}

/**
 * The strength of a habit on each day from its first to the owner's day, as Loop Habit Tracker counts it
 * (models/ScoreList.kt): a day's value is what was reached of its rolling period, two periods long where it is not daily,
 * so that it does not matter on which days of a week it was done. Skipped and paused days change nothing. Today counts
 * once something was done.
 */
export function strengthsOf(course: Course, today: string): { day: string; strength: number }[] {
  const walk = walkOf(course, numberOf(today))
  const { asked, days } = periodOf(course)
  const periods = asked < days ? 2 : 1
  const reached = new Map(course.marks.map(({ day, state, share }) => [numberOf(day), state === 'done' ? 1 : share]))
  const strengths: { day: string; strength: number }[] = []
  let [sum, strength] = [0, 0]
  for (let day = walk.first; day <= walk.last; day++) {
    const value = reached.get(day) ?? 0
    sum += value - (reached.get(day - days * periods) ?? 0)
    const isOpenToday = day >= walk.today && value === 0
    if (walk.stateOf(day) !== 'neutral' && !isOpenToday) {
      strength = strengthAfter(asked / days, strength, Math.min(1, Math.max(0, sum) / (asked * periods)))
    }
    strengths.push({ day: dayOf(day), strength })
  }
  return strengths
}

function periodOf({ schedule, weekdays, timesAWeek, everyDays }: HabitSchedule): { asked: number; days: number } {
  switch (schedule) {
    case 'daily':
      return { asked: 1, days: 1 }
    case 'weekdays':
      return { asked: weekdays.length, days: 7 }
    case 'weekly':
      return { asked: timesAWeek, days: 7 }
    case 'interval':
      return { asked: 1, days: everyDays }
  }
}
