import { dayAt } from '@ichrisbirch/contract/days'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { noticeOf } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/deleted'
import { GoneTaskRow } from './gone-row.tsx'
import { actOnTask } from './intents.server.ts'
import { TASK_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const list = await loadShownRows(args.request, (page) => api.listTasks({ query: { status: 'deleted', ...page } }))
    const items = list.items.map((task) => ({ ...task, deletedOn: dayAt(task.deletedAt ?? task.updatedAt, account) }))
    return { list: { ...list, items }, daysToRestore: DAYS_TO_RESTORE }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnTask)

export const meta: Route.MetaFunction = () => [{ title: 'Deleted tasks' }]

export default function DeletedTasks({ loaderData, actionData }: Route.ComponentProps) {
  const { list, daysToRestore } = loaderData
  return (
    <>
      <PageHeader title="Tasks" views={TASK_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length > 0 ? (
        <ul className={rows.list} aria-label="Deleted tasks">
          {list.items.map((task) => (
            <GoneTaskRow key={task.id} task={task} day={task.deletedOn} intent="restore" verb="Restore" />
          ))}
        </ul>
      ) : (
        <Empty>Deleted tasks wait here for {daysToRestore} days, in case you want one back. There are none.</Empty>
      )}
      <ShowMore {...list} />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
