import type { Event } from '@ichrisbirch/contract/events'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import classes from './events.module.css'
import { EventRow } from './row.tsx'

/** Events on the day that they are shown under. */
export interface AgendaDay {
  day: string
  events: Event[]
}

export function Agenda({ days }: { days: AgendaDay[] }) {
  return days.map(({ day, events }) => (
    <section key={day} className={classes.day} aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`}>
        <Day day={day} />
      </h2>
      <ul className={rows.list}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
    </section>
  ))
}
