export const RANGES = [
  { name: '7 days', days: 7 },
  { name: '30 days', days: 30 },
  { name: '90 days', days: 90 },
  { name: 'Year', days: 365 },
]

const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text)

/** Days are counted in UTC, where each has 24 hours. */
export function daysAgo(today: string, days: number): string {
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
}

/** The days of the address, at most a year of them; the last 30 when it names none. */
export function rangeOf(search: URLSearchParams, today: string): { from: string; to: string } {
  const [askedFrom, askedTo] = [search.get('from'), search.get('to')]
  const to = isDay(askedTo) ? askedTo : today
  const from = isDay(askedFrom) ? askedFrom : daysAgo(to, 29)
  if (from > to) return { from: to, to: from }
  const first = daysAgo(to, 365)
  return { from: from < first ? first : from, to }
}
