import type { books } from '@ichrisbirch/contract/books'
import type { Answer } from '@ichrisbirch/contract/endpoint'
import { Link } from 'react-router'
import classes from '../tasks/category-filter.module.css'
import { type Filter, OWNERSHIP_FILTERS } from './views.ts'

type Counts = Answer<(typeof books)['countBooks']>

const MOST_TAGS = 12

/** One shelf at a time, with how many books stand there: the first three are all books. */
export function ShelfFilter({ counts, filter }: { counts: Counts; filter: Filter }) {
  const { shelves, ownership, all } = counts
  if (all === 0 && filter.name === 'now') return null
  const shown = counts.tags.slice(0, MOST_TAGS)
  const choices = [
    { to: '/books', name: 'Now', count: shelves.reading + shelves.to_read, isChosen: filter.name === 'now' },
    { to: '/books?of=read', name: 'Read', count: shelves.read, isChosen: filter.name === 'read' },
    { to: '/books?of=dropped', name: 'Dropped', count: shelves.dropped, isChosen: filter.name === 'dropped' },
    ...OWNERSHIP_FILTERS.filter(({ name }) => ownership[name] > 0 || filter.name === name).map(({ name, title }) => ({
      to: `/books?of=${name}`,
      name: title,
      count: ownership[name],
      isChosen: filter.name === name,
    })),
    ...shown.map(({ name, books }) => ({
      to: `/books?tag=${encodeURIComponent(name)}`,
      name: `#${name}`,
      count: books,
      isChosen: filter.title === `#${name}`,
    })),
  ]
  return (
    <nav className={classes.filter} aria-label="Shelves">
      {choices.map(({ to, name, count, isChosen }) => (
        <Link key={to} to={to} className={classes.category} aria-current={isChosen ? 'page' : undefined}>
          {name} <span className={classes.count}>{count}</span>
        </Link>
      ))}
    </nav>
  )
}
