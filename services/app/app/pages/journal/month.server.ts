import { addDays, weekdayOf } from '@ichrisbirch/contract/days'

export const isMonth = (text: string): boolean => /^(19\d\d|2[01]\d\d)-(0[1-9]|1[0-2])$/.test(text)

/** 1 for Monday to 7 for Sunday, as the reader's calendars begin their weeks. */
export function firstWeekdayOf(locale: string): number {
  // ECMA-402 has it, TypeScript's own list not yet.
  const withWeeks = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo: () => { firstDay: number } }
  return withWeeks.getWeekInfo().firstDay
}

/** The weeks that a month lies in, whole ones. */
export function weeksOf(month: string, firstWeekday: number): string[][] {
  const first = `${month}-01`
  const weeks: string[][] = []
  let day = addDays(first, -((weekdayOf(first) - firstWeekday + 7) % 7))
  do {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(day, index)))
    day = addDays(day, 7)
  } while (day.startsWith(month))
  return weeks
}
