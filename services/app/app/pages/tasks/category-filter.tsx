import type { Category } from '@ichrisbirch/contract/categories'
import { Link } from 'react-router'
import classes from './category-filter.module.css'

/** One category of the list at a time; only those that something open carries. */
export function CategoryFilter({ categories, chosen }: { categories: Category[]; chosen: string | null }) {
  const shown = categories.filter(({ name, openTasks }) => openTasks > 0 || name === chosen)
  if (shown.length === 0) return null
  return (
    <nav className={classes.filter} aria-label="Categories">
      <Link to="/tasks" className={classes.category} aria-current={chosen === null ? 'page' : undefined}>
        All
      </Link>
      {shown.map(({ name, openTasks }) => (
        <Link
          key={name}
          to={`/tasks?category=${encodeURIComponent(name)}`}
          className={classes.category}
          aria-current={chosen === name ? 'page' : undefined}
        >
          {name} <span className={classes.count}>{openTasks}</span>
        </Link>
      ))}
    </nav>
  )
}
