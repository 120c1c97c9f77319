import { addDays, addMonths, isDay, weekdayOf } from '@ichrisbirch/contract/days'
import { Link } from 'react-router'
import { IconChevronLeft, IconChevronRight } from '../../icons.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/month'
import { Agenda } from './agenda.tsx'
import { eventsByDay } from './by-day.server.ts'
import { AddEvent } from './add-event.tsx'
import classes from './month.module.css'
import { MonthTable } from './month-table.tsx'
import { EVENT_VIEWS } from './views.ts'

/** All of a month, at most. */
const STEPS = { name: 'show', rows: 1000 }

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account, locale }) => {
    const search = new URL(args.request.url).searchParams
    const asked = `${search.get('month')}-01`
    const first = isDay(asked) ? asked : `${account.today.slice(0, 7)}-01`
    const next = addMonths(first, 1)
    const firstWeekday = weekStartOf(locale)
    const from = addDays(first, -((weekdayOf(first) - firstWeekday + 7) % 7))
    const weeks = Math.ceil((Date.parse(next) - Date.parse(from)) / (7 * 86_400_000))
    const to = addDays(from, weeks * 7 - 1)
    const list = await loadShownRows(args.request, (page) => api.listEvents({ query: { from, to, ...page } }), STEPS)
    const events = eventsByDay(list.items, account.timeZone, from, to)
    const days = Array.from({ length: weeks * 7 }, (_, index) => {
      const day = addDays(from, index)
      return { day, isOutside: !day.startsWith(first.slice(0, 7)), events: events.get(day) ?? [] }
    })
    const chosen = search.get('day')
    const month = { name: first.slice(0, 7), before: addMonths(first, -1).slice(0, 7), after: next.slice(0, 7) }
    return { days, month, chosen: days.find(({ day }) => day === chosen) ?? null }
  })

/** 1 for Monday; where weeks begin on Sunday it is 7. */
function weekStartOf(locale: string): number {
  const { firstDay = 1 } =
    (new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay?: number } }).getWeekInfo?.() ?? {}
  return firstDay
}

export const meta: Route.MetaFunction = () => [{ title: 'Calendar: month' }]

export default function Month({ loaderData: { days, month, chosen } }: Route.ComponentProps) {
  const { locale } = useFrame()
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  const title = new Intl.DateTimeFormat(locale, options).format(new Date(`${month.name}-01`))
  const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <>
      <PageHeader title="Calendar" views={EVENT_VIEWS}>
        <AddEvent day={chosen?.day} />
      </PageHeader>
      <div className={classes.head}>
        <h2 suppressHydrationWarning>{title}</h2>
        <Link to={`?month=${month.before}`} aria-label="The month before" preventScrollReset>
          <IconChevronLeft {...icon} />
        </Link>
        <Link to="?" preventScrollReset>
          This month
        </Link>
        <Link to={`?month=${month.after}`} aria-label="The month after" preventScrollReset>
          <IconChevronRight {...icon} />
        </Link>
      </div>
      <MonthTable days={days} month={month.name} title={title} chosen={chosen?.day ?? null} />
      {chosen && <Agenda days={[chosen]} />}
      {chosen?.events.length === 0 && <p className="quiet">Nothing is on this day.</p>}
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
