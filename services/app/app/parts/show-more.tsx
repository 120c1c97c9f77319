import { Link, useLocation, useNavigation } from 'react-router'
import classes from './show-more.module.css'

export const ROWS_A_STEP = 50

/** Shows the next rows of a list: the address says how many, so that going back and reloading show the same. */
export function ShowMore({ shown, hasMore }: { shown: number; hasMore: boolean }) {
  const { pathname, search } = useLocation()
  const isLoading = useNavigation().location?.search.includes('show=') ?? false
  if (!hasMore) return null
  const query = new URLSearchParams(search)
  query.set('show', String(shown + ROWS_A_STEP))
  return (
    <Link to={`${pathname}?${query}`} replace preventScrollReset className={classes.more} aria-busy={isLoading}>
      {isLoading ? 'Loading …' : 'Show more'}
    </Link>
  )
}
