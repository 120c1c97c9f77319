import type { Part } from '@ichrisbirch/contract/countdowns'

/** 6 weeks, 3 days: in the reader's language. */
export function sayParts(parts: Part[], locale: string): string {
  const said = parts.map(({ unit, count }) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  )
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(said)
}

/** A day as a date, also when it is today or tomorrow: Sun 10 May, with the year when it is another one. */
export function sayCalendarDay(day: string, today: string, locale: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }
  if (day.slice(0, 4) !== today.slice(0, 4)) options.year = 'numeric'
  return new Intl.DateTimeFormat(locale, options).format(new Date(day)).replaceAll(',', '')
}

const WHICH = ['first', 'second', 'third', 'fourth']

/** How a day can come every year, in words; the same three that `yearlyRules` of the contract makes rules of. */
export function sayYearly(day: string, locale: string): { date: string; weekday?: string; lastWeekday?: string } {
  const date = new Date(day)
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date)
  const weekday = say({ weekday: 'long' })
  const month = say({ month: 'long' })
  const nth = WHICH[Math.ceil(date.getUTCDate() / 7) - 1]
  const isLast = new Date(date.getTime() + 7 * 86_400_000).getUTCMonth() !== date.getUTCMonth()
  return {
    date: `Every year on ${say({ day: 'numeric', month: 'long' })}`,
    ...(nth && { weekday: `Every year on the ${nth} ${weekday} in ${month}` }),
    ...(isLast && { lastWeekday: `Every year on the last ${weekday} in ${month}` }),
  }
}
