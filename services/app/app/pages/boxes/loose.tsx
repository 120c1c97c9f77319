import { Outlet } from 'react-router'
import { noticeOf } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load, newId } from '../../visit.server.ts'
import type { Route } from './+types/loose'
import { orWait } from '../../offline.ts'
import { AddLine } from '../../parts/add-line.tsx'
import { ThingList } from './thing-list.tsx'
import { actOnThings, boxesToChoose } from './things.server.ts'
import { BOX_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const [list, boxes] = await Promise.all([
      loadShownRows(args.request, (page) => api.listBoxItems({ query: { status: 'loose', ...page } })),
      boxesToChoose(api),
    ])
    return { list, boxes, newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, (visitor, form) => actOnThings(visitor, null, form))

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Things in no box' }]

export default function LooseThings({ loaderData, actionData }: Route.ComponentProps) {
  const { list, boxes, newId } = loaderData
  return (
    <>
      <PageHeader title="In no box" views={BOX_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <AddLine
        firstId={newId}
        action="/boxes/loose"
        label="Add a thing"
        placeholder="Add a thing: 3 plates, olive oil #liquid"
      />
      <ThingList things={list.items} boxes={boxes} boxId={null} name="In no box" />
      {list.items.length === 0 && <Empty>Everything is packed.</Empty>}
      <ShowMore {...list} />
      <Outlet />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
