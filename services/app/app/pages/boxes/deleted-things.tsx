import { Form } from 'react-router'
import { noticeOf } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/deleted-things'
import { actOnThings } from './things.server.ts'
import { BOX_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, ({ api }) =>
    loadShownRows(args.request, (page) => api.listBoxItems({ query: { status: 'deleted', ...page } })),
  )

export const action = (args: Route.ActionArgs) => act(args, (visitor, form) => actOnThings(visitor, null, form))

export const meta: Route.MetaFunction = () => [{ title: 'Deleted things' }]

export default function DeletedThings({ loaderData: list, actionData }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="Deleted things" views={BOX_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <ul className={rows.list} aria-label="Deleted things">
        {list.items.map(({ id, name }) => (
          <li key={id} className={rows.row} data-row={id}>
            <Form method="post" className={rows.line}>
              <input type="hidden" name="ids" value={id} />
              <span className={rows.name} data-row-name tabIndex={-1}>
                {name}
              </span>
              <button
                type="submit"
                name="intent"
                value="restore"
                className={`${rows.action} ${rows.words}`}
                aria-label={`Restore ${name}`}
                data-row-tick
              >
                Restore
              </button>
            </Form>
          </li>
        ))}
      </ul>
      {list.items.length === 0 && <Empty>Deleted things wait here for 30 days. There are none.</Empty>}
      <ShowMore {...list} />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
