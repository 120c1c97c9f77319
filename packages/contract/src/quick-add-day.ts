import { addDays, addMonths, isDay, weekdayOf } from './days.ts'
import type { Finding } from './quick-add.ts'
import { MONTH, monthNumber, SHORT_WEEKDAY, WEEKDAY, weekdayNumber } from './quick-add-words.ts'

type Reader = (match: string[], today: string) => string | undefined

/** Ways to say a day: a pattern, and what it means today. The first that stands in the line counts. */
const WAYS: [pattern: string, read: Reader][] = [
  ['(\\d{4}-\\d{2}-\\d{2})', ([, day = '']) => (isDay(day) ? day : undefined)],
  ['(?:the )?day after tomorrow', (_, today) => addDays(today, 2)],
  ['today|tonight', (_, today) => today],
  ['tomorrow|tmrw?', (_, today) => addDays(today, 1)],
  [
    'in (an?|one|two|\\d{1,3}) (day|week|month|year)s?',
    ([, count = '', unit = ''], today) => later(today, count, unit),
  ],
  ['next week', (_, today) => nextWeekday(today, 1)],
  ['next month', (_, today) => `${addMonths(today, 1).slice(0, 7)}-01`],
  ['next year', (_, today) => `${Number(today.slice(0, 4)) + 1}-01-01`],
  ['(?:this |the )?weekend', (_, today) => (weekdayOf(today) === 6 ? today : nextWeekday(today, 6))],
  ['(?:the )?end of (?:the )?month', (_, today) => endOfMonth(today)],
  [`next (${WEEKDAY}|${SHORT_WEEKDAY})`, ([, word = ''], today) => weekdayOfNextWeek(today, weekdayNumber(word))],
  [`(?:this )?(${WEEKDAY})`, ([, word = ''], today) => nextWeekday(today, weekdayNumber(word))],
  [`(?:(?:on|by|due|this) )(${SHORT_WEEKDAY})|(${SHORT_WEEKDAY})(?=\\s*$)`, shortWeekday],
  [
    `(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(${MONTH})(?: (\\d{4}))?`,
    ([, day, month, year], today) => date(today, day, month, year),
  ],
  [
    `(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`,
    ([, month, day, year], today) => date(today, day, month, year),
  ],
]

/** The first day that the line names, with an "on", "by" or "due" before it. */
export function findDay(line: string, today: string): Finding<string> | undefined {
  for (const [pattern, read] of WAYS) {
    const match = new RegExp(
      `(?<=^|\\s)(?:(?:due |from |starting )?(?:on (?:the )?|by |at )?|due )(?:${pattern})(?=$|[\\s,.!?])`,
      'iu',
    ).exec(line)
    const value = match && read([...match], today)
    if (match && value) return { start: match.index, end: match.index + match[0].length, value }
  }
  return undefined
}

/** The day that words name, for "until 4 dec"; undefined when they name none. */
export function readDay(words: string, today: string): string | undefined {
  const found = findDay(words, today)
  return found && found.start === 0 && found.end === words.length ? found.value : undefined
}

function later(today: string, count: string, unit: string): string | undefined {
  const word = count.toLowerCase()
  const number = word.startsWith('a') || word === 'one' ? 1 : word === 'two' ? 2 : Number(count)
  const steps = {
    day: () => addDays(today, number),
    week: () => addDays(today, 7 * number),
    month: () => addMonths(today, number),
    year: () => addMonths(today, 12 * number),
  }
  return steps[unit.toLowerCase() as keyof typeof steps]()
}

/** The next such day later than today: "friday", said on a Friday, is a week away. */
function nextWeekday(today: string, weekday: number): string {
  return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
}

/** "Next friday" is the one of the week that begins next Monday. */
function weekdayOfNextWeek(today: string, weekday: number): string {
  return addDays(nextWeekday(today, 1), weekday - 1)
}

function shortWeekday([, withWord, atEnd]: string[], today: string): string {
  return nextWeekday(today, weekdayNumber(withWord ?? atEnd ?? ''))
}

function endOfMonth(today: string): string {
  return addDays(`${addMonths(today, 1).slice(0, 7)}-01`, -1)
}

/** Without a year, the next such day from today on. 29 February waits for a leap year. */
function date(today: string, day = '', month = '', year?: string): string | undefined {
  const rest = `-${String(monthNumber(month)).padStart(2, '0')}-${day.padStart(2, '0')}`
  if (year) return isDay(year + rest) ? year + rest : undefined
  const thisYear = Number(today.slice(0, 4))
  for (let candidate = thisYear; candidate <= thisYear + 8; candidate++) {
    const full = `${candidate}${rest}`
    if (isDay(full) && full >= today) return full
  }
  return undefined
}
