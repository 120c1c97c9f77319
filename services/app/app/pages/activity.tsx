import type { Deed } from '@ichrisbirch/contract/activity'
import { Link } from 'react-router'
import { noticeOf } from '../answer.ts'
import { useFrame } from '../frame/use-frame.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { dayOf, sayDay } from '../parts/say-day.ts'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/activity'
import classes from './activity/activity.module.css'
import { DeedRow } from './activity/row.tsx'
import { sayDeed } from './activity/say.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const asked = new URL(args.request.url).searchParams.get('record')
    const record = asked && UUID.test(asked) ? asked : null
    const list = await loadShownRows(args.request, (page) =>
      api.listActivity({ query: { ...page, ...(record && { record }) } }),
    )
    return { list, record }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    const deed = await api.undoDeed({ params: { id: String(form.get('id')) } })
    return { notice: { words: `Undone: ${sayDeed(deed)} “${deed.title ?? ''}”` } }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Activity' }]

export default function ActivityPage({ loaderData, actionData }: Route.ComponentProps) {
  const { list, record } = loaderData
  return (
    <>
      <PageHeader title="Activity">{record && <Link to="/activity">Show everything</Link>}</PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length > 0 ? (
        <Days deeds={list.items} />
      ) : (
        <Empty step={<Link to="/today">Go to today</Link>}>
          What is added, changed, finished and deleted stands here for 90 days, with who did it and a way back.
        </Empty>
      )}
      <ShowMore {...list} />
    </>
  )
}

function Days({ deeds }: { deeds: Deed[] }) {
  const { account, locale } = useFrame()
  const days = Map.groupBy(deeds, ({ at }) => dayOf(at, account))
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`} className={classes.day} suppressHydrationWarning>
        {sayDay(day, account.today, locale)}
      </h2>
      <ul className={rows.list}>
        {ofDay.map((deed) => (
          <DeedRow key={deed.id} deed={deed} />
        ))}
      </ul>
    </section>
  ))
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
