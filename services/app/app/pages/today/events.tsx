import type { Today } from '@ichrisbirch/contract/today'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import rows from '../../parts/row.module.css'
import classes from '../events/events.module.css'
import { sayTime } from '../events/say-time.ts'
import { Part } from './part.tsx'

/** What is on today, by the clock. */
export function EventsOfToday({ events: { items, count } }: Pick<Today, 'events'>) {
  const { account, locale } = useFrame()
  if (count === 0) return null
  return (
    <Part heading="Calendar" count={count} shown={items.length} to="/events">
      <ul className={rows.list} aria-label="Calendar">
        {items.map((event) => (
          <li key={event.id} className={rows.row} data-row={event.id}>
            <div className={rows.line}>
              <span className={classes.time} suppressHydrationWarning>
                {sayTime(event, account.timeZone, locale)}
              </span>
              <Link to={`/events/${event.id}`} className={rows.name} data-row-name>
                {event.name}
              </Link>
              <span className={rows.facts}>
                {event.attending === 'maybe' && <span>maybe</span>}
                {event.venue && <span className={rows.fact}>{event.venue}</span>}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  )
}
