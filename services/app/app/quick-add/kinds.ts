import type { Kind } from '@ichrisbirch/contract/quick-add-anything'

export type { Kind }

/** What a line can become, as a person chooses it. */
export const KINDS: Record<Kind, string> = {
  task: 'Task',
  habit: 'Habit',
  event: 'Event',
  countdown: 'Countdown',
  article: 'Article',
  book: 'Book',
  money: 'Money wasted',
  journal: 'Journal',
}
