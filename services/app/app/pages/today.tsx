import type { Today } from '@ichrisbirch/contract/today'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { useFrame } from '../frame/use-frame.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { sayDayInFull } from '../parts/say-day.ts'
import { act, load, newId } from '../visit.server.ts'
import type { Route } from './+types/today'
import { QuickAddLine } from '../quick-add/line.tsx'
import { actOnToday } from './today/intents.server.ts'
import { EventsOfToday } from './today/events.tsx'
import { HabitsOfToday } from './today/habits.tsx'
import { NextOfToday } from './today/next.tsx'
import { TasksOfToday } from './today/tasks.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const today = await api.getToday()
    const line = new URL(args.request.url).searchParams.get('line') ?? ''
    return { today, line, newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnToday)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Today' }]

export default function TodayPage({ loaderData, actionData }: Route.ComponentProps) {
  const { today, line, newId } = loaderData
  const { locale } = useFrame()
  return (
    <>
      <PageHeader title="Today">
        <span className="quiet" suppressHydrationWarning>
          {sayDayInFull(today.day, locale)}
        </span>
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      <QuickAddLine
        action="/today"
        reads="anything"
        categories={today.categories}
        category={null}
        initialLine={line}
        firstId={newId}
      />
      <TasksOfToday {...today} />
      <EventsOfToday events={today.events} />
      <HabitsOfToday habits={today.habits} />
      <NextOfToday {...today} />
      {isEmpty(today) && <Empty>Nothing is waiting for you today. Enjoy it, or add something above.</Empty>}
    </>
  )
}

const isEmpty = ({ overdue, due, events, habits, countdown, article, book }: Today) =>
  overdue.count + due.count + events.count + habits.count === 0 && !countdown && !article && !book

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
