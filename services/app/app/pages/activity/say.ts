import type { Deed, DeedAction, Via } from '@ichrisbirch/contract/activity'

const SAID: Record<DeedAction, string> = {
  added: 'Added',
  finished: 'Done',
  reopened: 'Open again',
  skipped: 'Skipped',
  changed: 'Changed',
  moved: 'Moved',
  deleted: 'Deleted',
  restored: 'Restored',
  removed: 'Removed',
}

/** Where a record is kept, in words; what is not here is called as its table is. */
const KINDS: Record<string, string> = {
  tasks: 'task',
  autotasks: 'autotask',
  habits: 'habit',
  countdowns: 'countdown',
  events: 'event',
  articles: 'article',
  highlights: 'highlight',
  books: 'book',
  boxes: 'box',
  box_items: 'thing',
  places: 'place',
  journal_entries: 'journal entry',
  money_wasted: 'waste',
  categories: 'category',
}

const kindOf = (table: string) => KINDS[table] ?? table.replaceAll('_', ' ').replace(/s$/, '')

const VIAS: Record<Via, string | null> = {
  app: null,
  terminal: 'in the terminal',
  chat: 'through the chat',
  key: 'with an API key',
  scheduler: 'by the scheduler',
}
export const sayVia = (via: Via) => VIAS[via]

/** What was done: `Changed task: due day, notes`. */
export function sayDeed({ action, table, count, changes }: Deed): string {
  const others = count > 1 ? ` and ${count - 1} more` : ''
  const [change, ...rest] = changes
  const said = `${SAID[action]} ${kindOf(table)}${others}`
  if (!change) return said
  const isShort = rest.length === 0 && [change.before, change.after].every((value) => (value ?? '').length <= 24)
  return `${said}: ${isShort ? sayChange(change) : changes.map(({ field }) => fieldName(field)).join(', ')}`
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/

function sayChange({ field, before, after }: Deed['changes'][number]): string {
  const name = fieldName(field)
  // Of a state that has its moment, as that of a favourite, the moment says nothing.
  if ([before, after].some((value) => value !== null && INSTANT.test(value))) return name
  return `${name} ${before ?? 'none'} → ${after ?? 'none'}`
}

const fieldName = (field: string) => field.replace(/_at$|_id$/, '').replaceAll('_', ' ')
