import type { TaskFilter } from '@ichrisbirch/contract/tasks'
import { Link, Outlet, useLocation } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load, newId } from '../visit.server.ts'
import type { Route } from './+types/tasks'
import { CategoryFilter } from './tasks/category-filter.tsx'
import { actOnTask } from './tasks/intents.server.ts'
import { TaskList } from './tasks/list.tsx'
import { QuickAddLine } from '../quick-add/line.tsx'
import { TASK_VIEWS } from './tasks/views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const search = new URL(args.request.url).searchParams
    const category = search.get('category')
    const filter: Pick<TaskFilter, 'category'> = category === null ? {} : { category }
    const [list, categories] = await Promise.all([
      loadShownRows(args.request, (page) => api.listTasks({ query: { status: 'open', ...filter, ...page } })),
      api.listCategories(),
    ])
    return { list, categories: categories.items, category, line: search.get('line') ?? '', newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnTask)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Tasks' }]

export default function Tasks({ loaderData, actionData }: Route.ComponentProps) {
  const { list, categories, category, line, newId } = loaderData
  const { search } = useLocation()
  return (
    <>
      <PageHeader title="Tasks" views={TASK_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <QuickAddLine
        action={`/tasks${search}`}
        reads="tasks"
        categories={categories.map(({ name }) => name)}
        category={category}
        initialLine={line}
        firstId={newId}
      />
      <CategoryFilter categories={categories} chosen={category} />
      <TaskList items={list.items} action={`/tasks${search}`} search={search} />
      {list.items.length === 0 && <NoTasks category={category} />}
      <ShowMore {...list} />
      <Outlet />
    </>
  )
}

function NoTasks({ category }: { category: string | null }) {
  if (category !== null) {
    return <Empty step={<Link to="/tasks">Show all tasks</Link>}>Nothing open in {category || 'no category'}.</Empty>
  }
  return (
    <Empty step={<label htmlFor="add">Type the first one above, for example “water plants every friday #home”.</label>}>
      Tasks are the things you want done. Tick one, and it is out of your way.
    </Empty>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
