import { addDays } from './days.ts'
import { findDay } from './quick-add-day.ts'
import { without } from './quick-add-words.ts'
import type { Finding } from './quick-add.ts'

export interface EventLine {
  name: string
  /** YYYY-MM-DD: all day; YYYY-MM-DDTHH:MM: wall clock of the owner's zone. */
  start: string
  end?: string
  venue?: string
}

interface Times {
  /** HH:MM. */
  from: string
  to?: string
}

/** `lunch with Ana friday 13:00-14:30 @ Café`. Without a day it is today. @returns undefined when nothing is left to call it. */
export function readEventLine(line: string, today: string): EventLine | undefined {
  const [words = '', venue] = line.split(/\s+@\s*(?=\S)/, 2)
  const time = findTimes(words)
  const timeless = time ? blank(words, time) : words
  const day = findDay(timeless, today)
  if (!time && !day) return undefined
  const name = without(timeless, day)
  const date = day?.value ?? today
  if (!time) return { name, start: date, ...(venue && { venue }) }
  const { from, to } = time.value
  // What ends before it begins ends on the next day: 22:00-01:00.
  const end = to && `${to < from ? addDays(date, 1) : date}T${to}`
  return { name, start: `${date}T${from}`, ...(end && { end }), ...(venue && { venue }) }
}

/** A span of the clock, which no task has. */
export const hasSpan = (line: string): boolean => findTimes(line)?.value.to !== undefined
export const hasTime = (line: string): boolean => findTimes(line) !== undefined

/** 13:00, 1pm, 1:30 pm; a bare number only where the other end of a span says that it is a time: 1-3pm. */
const CLOCK = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]m)?|(?:1[0-2]|0?[1-9])\s?[ap]m`
const SPAN = new RegExp(
  String.raw`(?<=^|\s)(?:from |at )?(${CLOCK}|(?:1[0-2]|[1-9])(?=\s?[-–]\s?\d+(?::\d\d)?\s?[ap]m))\s?(?:-|–|to|until)\s?(${CLOCK})(?=$|[\s,.!?])`,
  'iu',
)
const POINT = new RegExp(String.raw`(?<=^|\s)(?:at |@\s?)?(${CLOCK})(?=$|[\s,.!?])`, 'iu')

function findTimes(line: string): Finding<Times> | undefined {
  const match = SPAN.exec(line) ?? POINT.exec(line)
  if (!match) return undefined
  const [all, first = '', last] = match
  const half = last && /[ap]m$/i.exec(last)?.[0]
  const from = readClock(/[ap]m$/i.test(first) || first.includes(':') || !half ? first : first + half)
  const to = last && readClock(last)
  if (!from || (last && !to)) return undefined
  return { start: match.index, end: match.index + all.length, value: { from, ...(to && { to }) } }
}

/** HH:MM of a time as people write it; undefined for 13:00 pm. */
function readClock(text: string): string | undefined {
  const [, hours = '', minutes = '00', half] = /^(\d+)(?::(\d\d))?\s?([ap]m)?$/i.exec(text) ?? []
  const hour = Number(hours)
  if (half && (hour < 1 || hour > 12)) return undefined
  const inDay = half ? (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : hour
  return `${String(inDay).padStart(2, '0')}:${minutes}`
}

function blank(line: string, { start, end }: Finding<unknown>): string {
  return line.slice(0, start) + ' '.repeat(end - start) + line.slice(end)
}
