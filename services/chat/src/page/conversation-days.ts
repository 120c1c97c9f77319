import type { Conversation } from '@ichrisbirch/contract/conversations'
import type { Boot } from '../boot.ts'

const DAY_MS = 86_400_000

/** Conversations under Today, Yesterday, Last 7 days and Older, by the person's own days; the order stays. */
export function groupByDay(conversations: Conversation[], account: Boot['account']) {
  const groups = Map.groupBy(conversations, ({ updatedAt }) => headingOf(dayOf(updatedAt, account), account.today))
  return [...groups].map(([heading, items]) => ({ heading, items }))
}

function headingOf(day: string, today: string): string {
  const age = Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS)
  if (age <= 0) return 'Today'
  if (age === 1) return 'Yesterday'
  return age <= 7 ? 'Last 7 days' : 'Older'
}

/** Without Temporal, whose polyfill would double what the browser loads: an hour's error in the night of a clock change. */
function dayOf(instant: string, { timeZone, dayStartHour }: Boot['account']): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.parse(instant) - dayStartHour * 3_600_000)
}
