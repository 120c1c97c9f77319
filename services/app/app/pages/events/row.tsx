import type { Event } from '@ichrisbirch/contract/events'
import { Link, useFetcher, useLocation } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconTrash } from '../../icons.ts'
import rows from '../../parts/row.module.css'
import classes from './events.module.css'
import { sayLastDay, sayTime, sayTimeThere } from './say-time.ts'

/** One event on a day: when, what and where. */
export function EventRow({ event }: { event: Event }) {
  const fetcher = useFetcher<Answer>()
  const { account, locale } = useFrame()
  const { pathname, search } = useLocation()
  useAnswer(fetcher.data)
  const { id, name, venue, attending, deletedAt } = event
  const facts = [
    sayLastDay(event, account, locale),
    sayTimeThere(event, account.timeZone, locale),
    attending === 'maybe' && 'maybe',
    attending === 'no' && 'not going',
    venue,
  ].filter(Boolean)
  return (
    <li className={rows.row} data-row={id} hidden={fetcher.formData !== undefined}>
      <fetcher.Form method="post" action="/events" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={classes.time} suppressHydrationWarning>
          {sayTime(event, account.timeZone, locale)}
        </span>
        <span className={`${rows.lines} ${classes.what}`}>
          {deletedAt ? (
            <span className={rows.name}>{name}</span>
          ) : (
            <Link
              to={`/events/${id}`}
              state={{ from: `${pathname}${search}` }}
              className={rows.name}
              data-off={attending === 'no' || undefined}
              preventScrollReset
              data-row-name
            >
              {name}
            </Link>
          )}
          {facts.length > 0 && (
            <span className={`${rows.fact} ${classes.facts}`} suppressHydrationWarning>
              {facts.join(' · ')}
            </span>
          )}
        </span>
        {deletedAt ? (
          <button
            type="submit"
            name="intent"
            value="restore"
            className={`${rows.action} ${rows.words}`}
            aria-label={`Restore ${name}`}
          >
            Restore
          </button>
        ) : (
          <span className={rows.actions}>
            <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
              <IconTrash size={18} stroke={1.75} aria-hidden />
            </button>
          </span>
        )}
      </fetcher.Form>
    </li>
  )
}
