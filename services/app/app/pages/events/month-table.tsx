import type { Event } from '@ichrisbirch/contract/events'
import type { KeyboardEvent } from 'react'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { sayDayInFull } from '../../parts/say-day.ts'
import classes from './month.module.css'

interface MonthDay {
  day: string
  /** Of the month before or after. */
  isOutside: boolean
  events: Event[]
}

const NAMES_SHOWN = 3
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

interface MonthTableProps {
  days: MonthDay[]
  month: string
  title: string
  chosen: string | null
}

/** A month as a table of weeks; every day opens what it has. The arrows go from day to day. */
export function MonthTable({ days, month, title, chosen }: MonthTableProps) {
  const { locale, account } = useFrame()
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  const weekday = (day: string, style: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(new Date(day))
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key]
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
    const next = step && links[links.indexOf(event.target as HTMLElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <table className={classes.table} onKeyDown={onKeyDown}>
      <caption className="unseen">{title}</caption>
      <thead>
        <tr>
          {weeks[0]?.map(({ day }) => (
            <th key={day} scope="col" abbr={weekday(day, 'long')} suppressHydrationWarning>
              {weekday(day, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map(({ day, isOutside, events }) => (
              <td key={day} data-outside={isOutside || undefined}>
                <Link
                  to={`?month=${month}&day=${day}`}
                  preventScrollReset
                  className={classes.day}
                  aria-current={day === account.today ? 'date' : undefined}
                  data-chosen={day === chosen || undefined}
                >
                  <span className={classes.number} aria-hidden>
                    {Number(day.slice(8))}
                  </span>
                  <span className="unseen" suppressHydrationWarning>
                    {sayDayInFull(day, locale)}
                  </span>
                  {events.slice(0, NAMES_SHOWN).map((event) => (
                    <span key={event.id} className={classes.name} data-off={event.attending === 'no' || undefined}>
                      {event.name}
                    </span>
                  ))}
                  {events.length > NAMES_SHOWN && (
                    <span className={classes.rest}>{events.length - NAMES_SHOWN} more</span>
                  )}
                </Link>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
