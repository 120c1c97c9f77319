import type { Finding } from './quick-add.ts'
import { readDay } from './quick-add-day.ts'
import {
  MONTH,
  monthNumber,
  ORDINAL,
  ordinalNumber,
  SHORT_WEEKDAY,
  WEEKDAY,
  WEEKDAY_CODES,
  weekdayNumber,
} from './quick-add-words.ts'

export interface FoundRule {
  rule: string
  repeatFrom: 'due' | 'completion'
}

const UNITS = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }
const ADVERBS = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  yearly: 'FREQ=YEARLY',
  annually: 'FREQ=YEARLY',
}
const ANY_WEEKDAY = `(?:${WEEKDAY}|${SHORT_WEEKDAY})`
const OF_THE_MONTH = '(?: of (?:the|each|every) month)?'

/** What may stand after "every": a pattern, and the rule it means. */
const WAYS: [pattern: string, read: (match: string[]) => string | undefined][] = [
  ['weekday|workday|working day', () => 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['weekend', () => 'FREQ=WEEKLY;BYDAY=SA,SU'],
  ['quarter', () => 'FREQ=MONTHLY;INTERVAL=3'],
  [`last day${OF_THE_MONTH}`, () => 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  [
    `(${ORDINAL}) (${ANY_WEEKDAY})${OF_THE_MONTH}`,
    ([, nth = '', day = '']) => `FREQ=MONTHLY;BYDAY=${ordinalNumber(nth.toLowerCase())}${codeOf(day)}`,
  ],
  [`other (${ANY_WEEKDAY})`, ([, day = '']) => `FREQ=WEEKLY;INTERVAL=2;BYDAY=${codeOf(day)}`],
  ['other (day|week|month|year)', ([, unit = '']) => `FREQ=${frequency(unit)};INTERVAL=2`],
  [
    '(\\d{1,3}) (day|week|month|year)s?',
    ([, count = '', unit = '']) =>
      Number(count) > 0 ? `FREQ=${frequency(unit)};INTERVAL=${Number(count)}` : undefined,
  ],
  [`(\\d{1,2})(?:st|nd|rd|th)? (${MONTH})`, ([, day, month]) => yearly(day, month)],
  [`(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?`, ([, month, day]) => yearly(day, month)],
  [
    `(\\d{1,2})(?:st|nd|rd|th)${OF_THE_MONTH}`,
    ([, day = '']) => (Number(day) >= 1 && Number(day) <= 31 ? `FREQ=MONTHLY;BYMONTHDAY=${Number(day)}` : undefined),
  ],
  [`${ANY_WEEKDAY}(?:(?:,? and |, ?| )${ANY_WEEKDAY})*`, ([days = '']) => `FREQ=WEEKLY;BYDAY=${codesOf(days)}`],
  ['(day|week|month|year)', ([, unit = '']) => `FREQ=${frequency(unit)}`],
]

/** The recurrence that the line names, with its end: "every 2 weeks until 4 dec", "every day for 10 times". */
export function findRule(line: string, today: string): Finding<FoundRule> | undefined {
  for (const [pattern, read] of WAYS) {
    const match = new RegExp(`(?<=^|\\s)(every|each)(!?) (?:${pattern})(?=$|[\\s,.!?])`, 'iu').exec(line)
    // Without the words before, what the pattern matched stands first, as the readers expect it.
    const rule = match && read([match[0].replace(/^\S+ /, ''), ...match.slice(3)])
    if (match && rule) return withEnd(line, today, match.index, match[0], rule, match[2] === '!' ? 'completion' : 'due')
  }
  const adverb = /(?<=^|\s)(daily|weekly|monthly|quarterly|yearly|annually)(?=\s*$|\s+#|\s+until )/i.exec(line)
  if (!adverb) return undefined
  const rule = ADVERBS[adverb[0].toLowerCase() as keyof typeof ADVERBS]
  return withEnd(line, today, adverb.index, adverb[0], rule, 'due')
}

function withEnd(
  line: string,
  today: string,
  start: number,
  text: string,
  rule: string,
  repeatFrom: 'due' | 'completion',
): Finding<FoundRule> {
  const end = start + text.length
  const times = /^,? (?:for )?(\d{1,4}) times/i.exec(line.slice(end))
  if (times && Number(times[1]) > 0) {
    return { start, end: end + times[0].length, value: { rule: `${rule};COUNT=${Number(times[1])}`, repeatFrom } }
  }
  const until = /^,? until (\S+(?: \S+){0,3})/i.exec(line.slice(end))
  const words = until?.[1]?.split(' ') ?? []
  for (let count = words.length; count > 0; count--) {
    const said = words.slice(0, count).join(' ')
    const day = readDay(said, today)
    if (!day) continue
    const length = (until?.[0].length ?? 0) - (until?.[1]?.length ?? 0) + said.length
    return { start, end: end + length, value: { rule: `${rule};UNTIL=${day.replaceAll('-', '')}`, repeatFrom } }
  }
  return { start, end, value: { rule, repeatFrom } }
}

function frequency(unit: string): string {
  return UNITS[unit.toLowerCase() as keyof typeof UNITS]
}

function codeOf(weekday: string): string {
  return WEEKDAY_CODES[weekdayNumber(weekday) - 1] ?? ''
}

function codesOf(days: string): string {
  const codes = days
    .split(/[\s,]+/)
    .filter((word) => word && word.toLowerCase() !== 'and')
    .map(codeOf)
  return [...new Set(codes)].join(',')
}

function yearly(day = '', month = ''): string | undefined {
  const number = Number(day)
  return number >= 1 && number <= 31 ? `FREQ=YEARLY;BYMONTH=${monthNumber(month)};BYMONTHDAY=${number}` : undefined
}
