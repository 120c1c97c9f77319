import { Button } from '@mantine/core'
import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/autotasks'
import { actOnAutotask } from './autotasks/intents.server.ts'
import { AutotaskRow } from './autotasks/row.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const status = new URL(args.request.url).searchParams.has('deleted') ? 'deleted' : 'current'
    const list = await loadShownRows(args.request, (page) => api.listAutotasks({ query: { status, ...page } }))
    return { list, isDeleted: status === 'deleted' }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnAutotask)

export const meta: Route.MetaFunction = () => [{ title: 'Autotasks' }]

export default function Autotasks({ loaderData, actionData }: Route.ComponentProps) {
  const { list, isDeleted } = loaderData
  const newAutotask = (
    <Button component={Link} to="/autotasks/new" preventScrollReset>
      Add an autotask
    </Button>
  )
  return (
    <>
      <PageHeader title={isDeleted ? 'Deleted autotasks' : 'Autotasks'}>
        {isDeleted ? <Link to="/autotasks">Back to the autotasks</Link> : list.items.length > 0 && newAutotask}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length > 0 && (
        <ul className={rows.list} aria-label="Autotasks">
          {list.items.map((autotask) => (
            <AutotaskRow key={autotask.id} autotask={autotask} />
          ))}
        </ul>
      )}
      {list.items.length === 0 && (
        <Empty step={isDeleted ? undefined : newAutotask}>
          {isDeleted
            ? 'Deleted autotasks wait here for 30 days. There are none.'
            : 'Autotasks add a task by themselves, as often as you say: the plants every Friday, the rent on the last day of the month.'}
        </Empty>
      )}
      <ShowMore {...list} />
      {!isDeleted && (
        <p className="quiet" style={{ padding: '24px 0' }}>
          <Link to="/autotasks?deleted">Deleted autotasks</Link>
        </p>
      )}
      <Outlet />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
