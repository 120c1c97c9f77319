import type { books } from '@ichrisbirch/contract/books'
import type { Input } from '@ichrisbirch/contract/endpoint'

export const BOOK_VIEWS = [
  { to: '/books', name: 'Shelves' },
  { to: '/books/year', name: 'Year' },
  { to: '/books/import', name: 'Import' },
]

type Query = NonNullable<Input<(typeof books)['listBooks']>['query']>

/** What a list of books shows: `now` is what is being read, and beneath it what waits. */
export interface Filter {
  name: string
  title: string
  query: Query
}

const NOW: Filter = { name: 'now', title: 'To read', query: { shelf: 'to_read' } }

const SHELF_FILTERS: Filter[] = [
  { name: 'read', title: 'Read', query: { shelf: 'read' } },
  { name: 'dropped', title: 'Dropped', query: { shelf: 'dropped' } },
]
export const OWNERSHIP_FILTERS: (Filter & { name: 'owned' | 'lent' | 'wanted' })[] = [
  { name: 'owned', title: 'Owned', query: { ownership: 'owned' } },
  { name: 'lent', title: 'Lent', query: { ownership: 'lent' } },
  { name: 'wanted', title: 'Wanted', query: { ownership: 'wanted' } },
]

/** The address says which: `?of=read`, `?tag=novel`, `?deleted`. */
export function filterOf(search: URLSearchParams): Filter {
  if (search.has('deleted')) return { name: 'deleted', title: 'Deleted', query: { status: 'deleted' } }
  const tag = search.get('tag')
  if (tag) return { name: 'tag', title: `#${tag}`, query: { tag } }
  const author = search.get('author')
  if (author) return { name: 'author', title: author, query: { author } }
  return [...SHELF_FILTERS, ...OWNERSHIP_FILTERS].find(({ name }) => name === search.get('of')) ?? NOW
}
