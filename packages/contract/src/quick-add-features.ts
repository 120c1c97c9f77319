import { findDay, readDay } from './quick-add-day.ts'
import { findRule } from './quick-add-rule.ts'
import { MONTHS, without } from './quick-add-words.ts'

type Schedule =
  | { schedule: 'daily' }
  | { schedule: 'weekdays'; weekdays: number[] }
  | { schedule: 'weekly'; timesAWeek: number }
  | { schedule: 'interval'; everyDays: number }

export type HabitLine = Schedule & { name: string; target?: string; unit?: string }

/** `read 20 pages every day`, `gym 3 times a week`, `swim every mon and fri`. @returns undefined for once a month. */
export function readHabitLine(line: string, today: string): HabitLine | undefined {
  const times = /\s*\b([1-7])\s?(?:x|times) (?:a|per) week\b/i.exec(line)
  const rule = times ? undefined : findRule(line, today)
  const found = times ? { start: times.index, end: times.index + times[0].length } : rule
  const schedule = times ? weekly(Number(times[1])) : scheduleOf(rule?.value.rule)
  if (!schedule) return undefined
  const words = found ? without(line, found) : line.trim()
  const [, name = words, target, unit] = /^(.+?) (\d+(?:\.\d+)?) (\p{L}+)$/u.exec(words) ?? []
  return { name, ...schedule, ...(target && unit && { target, unit }) }
}

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const weekly = (timesAWeek: number): Schedule => ({ schedule: 'weekly', timesAWeek })

function scheduleOf(rule: string | undefined): Schedule | undefined {
  if (!rule) return { schedule: 'daily' }
  const every = Number(/INTERVAL=(\d+)/.exec(rule)?.[1] ?? 1)
  const days = /BYDAY=([A-Z,]+)/.exec(rule)?.[1]
  if (rule.startsWith('FREQ=DAILY'))
    return every === 1 ? { schedule: 'daily' } : { schedule: 'interval', everyDays: every }
  if (!rule.startsWith('FREQ=WEEKLY') || every !== 1) return undefined
  if (!days) return weekly(1)
  const weekdays = days.split(',').map((code) => CODES.indexOf(code) + 1)
  return { schedule: 'weekdays', weekdays: weekdays.toSorted((a, b) => a - b) }
}

export interface CountdownLine {
  name: string
  day: string
  rule?: string
}

/** `the sea 1 july`, `Ana's birthday every 5 may`. @returns undefined when no day is named. */
export function readCountdownLine(line: string, today: string): CountdownLine | undefined {
  const rule = findRule(line, today)
  const [, month, date] = /^FREQ=YEARLY;BYMONTH=(\d+);BYMONTHDAY=(\d+)$/.exec(rule?.value.rule ?? '') ?? []
  if (rule && month && date) {
    const day = readDay(`${date} ${MONTHS[Number(month) - 1]}`, today)
    return day ? { name: without(line, rule), day, rule: rule.value.rule } : undefined
  }
  const day = findDay(line, today)
  return day && { name: without(line, day), day: day.value }
}
