import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { TODAY_COUNTED } from '@ichrisbirch/contract/today-limits'
import classes from './today.module.css'

interface PartProps {
  heading: string
  /** How many there are in all; absent: no number is said. */
  count?: number
  /** How many stand here. */
  shown?: number
  /** Where the rest is. */
  to: string
  children: ReactNode
}

/** One part of the day under its heading, with the way to the rest of it. */
export function Part({ heading, count, shown = 0, to, children }: PartProps) {
  const isMore = count !== undefined && count > shown
  return (
    <section className={classes.part}>
      <h2>
        {heading}
        {count !== undefined && (
          <span className={classes.count}>{count >= TODAY_COUNTED ? `${TODAY_COUNTED - 1}+` : count}</span>
        )}
      </h2>
      {children}
      {isMore && (
        <Link to={to} className={classes.more}>
          Show all
        </Link>
      )}
    </section>
  )
}
