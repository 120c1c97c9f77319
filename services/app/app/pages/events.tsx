import { addDays } from '@ichrisbirch/contract/days'
import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/events'
import { AddEvent } from './events/add-event.tsx'
import { Agenda } from './events/agenda.tsx'
import { agendaOf } from './events/by-day.server.ts'
import { actOnEvent } from './events/intents.server.ts'
import { Reminders } from './events/reminders.tsx'
import classes from './events/events.module.css'
import { EVENT_VIEWS } from './events/views.ts'

const VIEWS = {
  coming: { title: 'Calendar', empty: 'Here is what is coming: dinners, trips, birthdays. Nothing is.' },
  past: { title: 'Past events', empty: 'Nothing is past yet.' },
  deleted: { title: 'Deleted events', empty: 'Deleted events wait here for 30 days. There are none.' },
}

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const search = new URL(args.request.url).searchParams
    const which: keyof typeof VIEWS = search.has('deleted') ? 'deleted' : search.has('past') ? 'past' : 'coming'
    const { today, timeZone } = account
    const query = {
      coming: { from: today },
      past: { to: addDays(today, -1), order: 'latest' as const },
      deleted: { status: 'deleted' as const },
    }[which]
    const [list, reminders] = await Promise.all([
      loadShownRows(args.request, (page) => api.listEvents({ query: { ...query, ...page } })),
      which === 'coming' ? api.listEventReminders() : { items: [] },
    ])
    const days = agendaOf(list.items, timeZone, which === 'coming' ? today : undefined)
    if (which === 'past') days.reverse()
    return { days, shown: list.shown, hasMore: list.hasMore, reminders: reminders.items, which }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnEvent)

export const meta: Route.MetaFunction = () => [{ title: 'Calendar' }]

export default function Events({ loaderData, actionData }: Route.ComponentProps) {
  const { days, reminders, which, shown, hasMore } = loaderData
  const { title, empty } = VIEWS[which]
  const isComing = which === 'coming'
  const add = <AddEvent />
  return (
    <>
      <PageHeader title={title} {...(isComing && { views: EVENT_VIEWS })}>
        {isComing ? days.length > 0 && add : <Link to="/events">Back to the agenda</Link>}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      <Reminders events={reminders} />
      <Agenda days={days} />
      {days.length === 0 && <Empty step={isComing ? add : undefined}>{empty}</Empty>}
      <ShowMore shown={shown} hasMore={hasMore} />
      {isComing && (
        <p className={`quiet ${classes.foot}`}>
          <Link to="/events?past">Past events</Link> · <Link to="/events?deleted">Deleted events</Link>
        </p>
      )}
      <Outlet />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
