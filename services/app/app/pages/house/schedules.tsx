import { Outlet } from 'react-router'
import { noticeOf } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/schedules'
import { actOnSchedule } from './schedules/intents.server.ts'
import { ScheduleRow } from './schedules/row.tsx'
import { HOUSE_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) => load(args, async ({ api }) => (await api.listSchedules()).items)

export const action = (args: Route.ActionArgs) => act(args, actOnSchedule)

export const meta: Route.MetaFunction = () => [{ title: 'Schedules' }]

export default function Schedules({ loaderData: schedules, actionData }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="House" views={HOUSE_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      {schedules.length === 0 ? (
        <Empty>What the house does by itself stands here once its scheduler has started. It has not yet.</Empty>
      ) : (
        <ul className={rows.list} aria-label="Schedules">
          {schedules.map((schedule) => (
            <ScheduleRow key={schedule.name} schedule={schedule} />
          ))}
        </ul>
      )}
      <Outlet />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
