const MS_A_DAY = 86_400_000
const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / MS_A_DAY)

/** A day as people say it: Today, Tomorrow, Fri 4 Dec, with the year when it is another one. */
export function sayDay(day: string, today: string, locale: string): string {
  const distance = daysFrom(today, day)
  if (distance === 0) return 'Today'
  if (distance === 1) return 'Tomorrow'
  if (distance === -1) return 'Yesterday'
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }
  if (day.slice(0, 4) !== today.slice(0, 4)) options.year = 'numeric'
  return new Intl.DateTimeFormat(locale, options).format(new Date(day)).replaceAll(',', '')
}

/** The same day in full, for a tooltip. */
export function sayDayInFull(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(day))
}

/** The person's day of an instant: before the hour at which their day begins it is still yesterday. */
export function dayOf(instant: string, rules: { timeZone: string; dayStartHour: number }): string {
  const shifted = new Date(Date.parse(instant) - rules.dayStartHour * 3_600_000)
  return new Intl.DateTimeFormat('en-CA', { timeZone: rules.timeZone, dateStyle: 'short' }).format(shifted)
}
