import type { Countdown } from '@ichrisbirch/contract/countdowns'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconTrash } from '../../icons.ts'
import { sayDayInFull } from '../../parts/say-day.ts'
import rows from '../../parts/row.module.css'
import classes from './row.module.css'
import { sayCalendarDay, sayParts } from './say.ts'

/** One countdown: its colour, its name, what day it is about, and how far that is. */
export function CountdownRow({ countdown }: { countdown: Countdown }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, name, deletedAt, hue } = countdown
  const isGoing = ['delete', 'restore'].includes(String(fetcher.formData?.get('intent')))
  return (
    <li className={rows.row} data-row={id} hidden={isGoing}>
      <fetcher.Form method="post" action="/countdowns" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={classes.dot} data-hue={hue} aria-hidden />
        <span className={`${rows.lines} ${classes.lines}`}>
          {deletedAt ? (
            <span className={rows.name}>{name}</span>
          ) : (
            <Link to={`/countdowns/${id}`} className={rows.name} preventScrollReset data-row-name>
              {name}
            </Link>
          )}
          <Occasion countdown={countdown} />
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
          <>
            <Distance countdown={countdown} />
            <span className={rows.actions}>
              <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
                <IconTrash size={18} stroke={1.75} aria-hidden />
              </button>
            </span>
          </>
        )}
      </fetcher.Form>
    </li>
  )
}

/** The day, always as a date: how far it is stands beside it. A yearly one says how many years it is. */
function Occasion({ countdown: { nextDay, years } }: { countdown: Countdown }) {
  const { locale, account } = useFrame()
  return (
    <span className={classes.day}>
      <time dateTime={nextDay} title={sayDayInFull(nextDay, locale)} suppressHydrationWarning>
        {sayCalendarDay(nextDay, account.today, locale)}
      </time>
      {years !== null && years > 0 && ` · ${years} ${years === 1 ? 'year' : 'years'}`}
    </span>
  )
}

function Distance({ countdown: { days, parts } }: { countdown: Countdown }) {
  const { locale } = useFrame()
  if (days === 0) return <strong className={classes.today}>Today</strong>
  return (
    <span className={classes.distance} suppressHydrationWarning>
      {days > 0 && <span className="unseen">in </span>}
      {sayParts(parts, locale)}
      {days < 0 && <span className="unseen"> ago</span>}
    </span>
  )
}
