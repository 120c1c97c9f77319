import { Link, useLocation, useNavigation } from 'react-router'
import classes from './show-more.module.css'

/** How a list grows: by so many rows a step, counted under this name in the address. */
export interface Steps {
  name: string
  rows: number
}

export const PAGE_STEPS: Steps = { name: 'show', rows: 50 }

interface ShowMoreProps {
  shown: number
  hasMore: boolean
  steps?: Steps
}

/** Shows the next rows of a list: the address says how many, so that going back and reloading show the same. */
export function ShowMore({ shown, hasMore, steps = PAGE_STEPS }: ShowMoreProps) {
  const { pathname, search } = useLocation()
  const next = useNavigation().location
  if (!hasMore) return null
  const query = new URLSearchParams(search)
  query.set(steps.name, String(shown + steps.rows))
  const isLoading = next?.pathname === pathname && next.search === `?${query}`
  return (
    <Link to={`${pathname}?${query}`} replace preventScrollReset className={classes.more} aria-busy={isLoading}>
      {isLoading ? 'Loading …' : 'Show more'}
    </Link>
  )
}
