import { FLAGS, type Flag } from '@ichrisbirch/contract/box-flags'
import type { Place } from '@ichrisbirch/contract/places'
import { Link } from 'react-router'
import classes from '../tasks/category-filter.module.css'
import { FLAG_NAMES } from './flags.tsx'

/** Boxes with something of a kind in them, or in a place; and what is in none. */
export function BoxFilter({ flag, place, hasLoose }: { flag: Flag | null; place: Place | null; hasLoose: boolean }) {
  const choices = [
    { to: '/boxes', name: 'All', isChosen: !flag && !place },
    ...(place ? [{ to: `/boxes?place=${place.id}`, name: `In ${place.name}`, isChosen: true }] : []),
    ...FLAGS.map((each) => ({ to: `/boxes?flag=${each}`, name: FLAG_NAMES[each], isChosen: flag === each })),
    ...(hasLoose ? [{ to: '/boxes/loose', name: 'In no box', isChosen: false }] : []),
  ]
  return (
    <nav className={classes.filter} aria-label="Which boxes">
      {choices.map(({ to, name, isChosen }) => (
        <Link key={to} to={to} className={classes.category} aria-current={isChosen ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  )
}
