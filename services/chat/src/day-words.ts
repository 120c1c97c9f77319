const DAY_MS = 86_400_000

/** A day as people say it: Yesterday, Today, Tomorrow, Fri 4 Dec, and with its year when that is another. */
export function dayInWords(day: string, today: string): string {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS)
  if (distance === 0) return 'Today'
  if (distance === 1) return 'Tomorrow'
  if (distance === -1) return 'Yesterday'
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
  }).format(Date.parse(day))
  return words.replace(',', '')
}
