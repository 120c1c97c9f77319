import type { Found, SearchKind } from '@ichrisbirch/contract/search'
import type { Icon } from '@tabler/icons-react'
import {
  IconArticle,
  IconBook,
  IconBox,
  IconCalendarEvent,
  IconCheckbox,
  IconChecks,
  IconCoin,
  IconHighlight,
  IconHourglass,
  IconNotebook,
} from '../icons.ts'
import { Day } from './day.tsx'
import rows from './row.module.css'

/** What a thing of each feature is called, and its sign in lists of different things. */
const KINDS: Record<SearchKind, { name: string; icon: Icon }> = {
  task: { name: 'Task', icon: IconCheckbox },
  habit: { name: 'Habit', icon: IconChecks },
  event: { name: 'Event', icon: IconCalendarEvent },
  countdown: { name: 'Countdown', icon: IconHourglass },
  article: { name: 'Article', icon: IconArticle },
  highlight: { name: 'Highlight', icon: IconHighlight },
  book: { name: 'Book', icon: IconBook },
  box: { name: 'Box', icon: IconBox },
  thing: { name: 'Thing in a box', icon: IconBox },
  journal: { name: 'Journal', icon: IconNotebook },
  money: { name: 'Money wasted', icon: IconCoin },
}

export const kindName = (kind: SearchKind) => KINDS[kind].name

export function KindIcon({ kind }: { kind: SearchKind }) {
  const { icon: Sign, name } = KINDS[kind]
  return <Sign size={18} stroke={1.75} role="img" aria-label={name} style={{ flex: 'none', color: 'var(--quiet)' }} />
}

/** What tells a found thing from others: small, at the right. */
export function FoundFacts({ found }: { found: Found }) {
  if (!found.detail && !found.day) return null
  return (
    <span className={rows.facts}>
      {found.detail && <span className={rows.fact}>{found.detail}</span>}
      {found.day && <Day day={found.day} />}
    </span>
  )
}
