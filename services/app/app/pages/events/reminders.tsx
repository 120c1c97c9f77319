import type { Event } from '@ichrisbirch/contract/events'
import { Link } from 'react-router'
import { At, Day } from '../../parts/day.tsx'
import classes from './events.module.css'

/** What asked to be remembered, and is not over. */
export function Reminders({ events }: { events: Event[] }) {
  if (events.length === 0) return null
  return (
    <ul className={classes.reminders} aria-label="Reminders">
      {events.map((event) => (
        <li key={event.id}>
          Reminder:{' '}
          <Link to={`/events/${event.id}`} preventScrollReset>
            {event.name}
          </Link>{' '}
          · {event.allDay ? <Day day={event.start} /> : <At at={event.startsAt} />}
        </li>
      ))}
    </ul>
  )
}
