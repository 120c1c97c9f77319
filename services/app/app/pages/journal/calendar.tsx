import { addDays, addMonths } from '@ichrisbirch/contract/days'
import type { JournalDay } from '@ichrisbirch/contract/journal'
import type { KeyboardEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { IconChevronLeft, IconChevronRight } from '../../icons.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { sayDayInFull } from '../../parts/say-day.ts'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/calendar'
import classes from './calendar.module.css'
import { MoodSign } from './mood.tsx'
import { firstWeekdayOf, isMonth, weeksOf } from './month.server.ts'
import { JOURNAL_VIEWS } from './views.ts'

/** The month of the address (`?month=2026-11`), or this one. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account, locale }) => {
    const asked = new URL(args.request.url).searchParams.get('month') ?? ''
    const month = isMonth(asked) ? asked : account.today.slice(0, 7)
    const first = `${month}-01`
    const next = addMonths(first, 1)
    const { days } = await api.listJournalDays({ query: { from: first, to: addDays(next, -1) } })
    const weeks = weeksOf(month, firstWeekdayOf(locale))
    return { month, weeks, days, before: addDays(first, -1).slice(0, 7), next: next.slice(0, 7) }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Calendar of the journal' }]

export default function JournalCalendar({ loaderData }: Route.ComponentProps) {
  const { month, weeks, days, before, next } = loaderData
  const { locale, account } = useFrame()
  const onKeyDown = useDayKeys(before, next)
  const words = (options: Intl.DateTimeFormatOptions, day: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(day))
  return (
    <>
      <PageHeader title="Journal" views={JOURNAL_VIEWS} />
      <nav className={classes.months} aria-label="Months">
        <Link to={`?month=${before}`} aria-label="The month before" preventScrollReset>
          <IconChevronLeft size={18} stroke={1.75} aria-hidden />
        </Link>
        <h2 aria-live="polite" suppressHydrationWarning>
          {words({ month: 'long', year: 'numeric' }, `${month}-01`)}
        </h2>
        <Link to={`?month=${next}`} aria-label="The next month" preventScrollReset>
          <IconChevronRight size={18} stroke={1.75} aria-hidden />
        </Link>
        {month !== account.today.slice(0, 7) && <Link to="/journal/calendar">This month</Link>}
      </nav>
      <table className={classes.month} onKeyDown={onKeyDown}>
        <caption className="unseen">Days with entries. The arrow keys go from day to day.</caption>
        <thead>
          <tr>
            {weeks[1]?.map((day) => (
              <th key={day} scope="col" suppressHydrationWarning>
                <span aria-hidden>{words({ weekday: 'short' }, day)}</span>
                <span className="unseen">{words({ weekday: 'long' }, day)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  {day.startsWith(month) && <DayCell day={day} held={days.find((held) => held.day === day)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">A day with a mark has entries. Choose one without, and you write about it.</p>
    </>
  )
}

function DayCell({ day, held }: { day: string; held: JournalDay | undefined }) {
  const { locale, account } = useFrame()
  const mood = held?.moods.at(-1)
  const entries = held ? `${held.count} ${held.count === 1 ? 'entry' : 'entries'}${mood ? `, ${mood}` : ''}` : 'write'
  return (
    <Link
      to={held ? `/journal?from=${day}&to=${day}` : `/journal/new?day=${day}`}
      className={classes.day}
      data-day={day}
      data-held={held ? true : undefined}
      aria-current={day === account.today ? 'date' : undefined}
      aria-label={`${sayDayInFull(day, locale)}: ${entries}`}
      suppressHydrationWarning
    >
      <span className="figures">{Number(day.slice(8))}</span>
      {/* Said by the link's own name already. */}
      <span className={classes.mark} aria-hidden>
        {mood ? <MoodSign mood={mood} size={18} /> : held && <span className={classes.dot} />}
      </span>
    </Link>
  )
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The arrow keys go from day to day, Page Up and Page Down from month to month. */
function useDayKeys(before: string, next: string) {
  const navigate = useNavigate()
  return (event: KeyboardEvent<HTMLTableElement>) => {
    const month = { PageUp: before, PageDown: next }[event.key]
    const step = STEPS[event.key]
    const days = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-day]')]
    const at = days.indexOf(event.target as HTMLElement)
    if ((!month && !step) || at === -1) return
    event.preventDefault()
    if (month) void navigate(`?month=${month}`, { preventScrollReset: true })
    else days[Math.min(Math.max(at + (step ?? 0), 0), days.length - 1)]?.focus()
  }
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
