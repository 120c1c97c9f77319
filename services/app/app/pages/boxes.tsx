import { readBoxCode } from '@ichrisbirch/contract/boxes'
import { Link, redirect } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { AddLine } from '../parts/add-line.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load, newId, type Visitor } from '../visit.server.ts'
import type { Route } from './+types/boxes'
import { BoxRow } from './boxes/box-row.tsx'
import classes from './boxes/boxes.module.css'
import { BoxSearch } from './boxes/box-search.tsx'
import { BoxFilter } from './boxes/box-filter.tsx'
import { FoundThings } from './boxes/found-things.tsx'
import { actOnBox } from './boxes/intents.server.ts'
import { BOX_VIEWS, type Filter, filterOf, NO_FILTER } from './boxes/views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (visitor) => {
    const search = new URL(args.request.url).searchParams
    const q = search.get('q')?.trim() ?? ''
    if (q) return lookFor(visitor, q)
    const filter = filterOf(search)
    const placeId = filter.placeId
    const { api } = visitor
    const [list, loose, place] = await Promise.all([
      loadShownRows(args.request, (page) => api.listBoxes({ query: { ...filter, ...page } })),
      api.listBoxItems({ query: { status: 'loose', limit: 1 } }),
      placeId ? api.getPlace({ params: { id: placeId } }) : null,
    ])
    return { q, filter, list, place, things: [], hasLoose: loose.items.length > 0, newId: newId() }
  })

/** Where is it? A number opens its box. */
async function lookFor({ api }: Visitor, q: string) {
  const number = readBoxCode(q)
  if (number !== undefined) {
    const [box] = (await api.listBoxes({ query: { from: number, to: number } })).items
    if (box) throw redirect(`/boxes/${box.id}`)
  }
  const [boxes, things] = await Promise.all([api.searchBoxes({ query: { q } }), api.searchBoxItems({ query: { q } })])
  const list = { items: boxes.items, shown: boxes.items.length, hasMore: false }
  return { q, filter: NO_FILTER, list, place: null, things: things.items, hasLoose: false, newId: '' }
}

export const action = (args: Route.ActionArgs) => act(args, actOnBox)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Boxes' }]

export default function Boxes({ loaderData, actionData }: Route.ComponentProps) {
  const { q, filter, list, place, things, hasLoose, newId } = loaderData
  const isList = !q && filter.status === 'current'
  const isEmpty = list.items.length === 0 && things.length === 0
  return (
    <>
      <PageHeader title="Boxes" views={BOX_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <BoxSearch q={q} />
      {isList && <AddLine firstId={newId} action="/boxes" label="Add a box" placeholder="Add a box: what it holds" />}
      {isList && (!isEmpty || filter.flag || place) && (
        <BoxFilter flag={filter.flag ?? null} place={place} hasLoose={hasLoose} />
      )}
      {q && <FoundThings things={things} />}
      {list.items.length > 0 && (
        <section aria-label="Boxes">
          {q && <h2 className={classes.heading}>Boxes</h2>}
          <ul className={rows.list} aria-label="Boxes">
            {list.items.map((box) => (
              <BoxRow key={box.id} box={box} />
            ))}
          </ul>
        </section>
      )}
      {isEmpty && <NoBoxes q={q} filter={filter} />}
      <ShowMore {...list} />
      {!q && (
        <p className={classes.foot}>
          {isList ? <Link to="/boxes?deleted">Deleted boxes</Link> : <Link to="/boxes">Back to the boxes</Link>}
          {isList && ' · '}
          {isList && <Link to="/boxes/deleted-things">Deleted things</Link>}
        </p>
      )}
    </>
  )
}

function NoBoxes({ q, filter }: { q: string; filter: Filter }) {
  const showAll = <Link to="/boxes">Show all boxes</Link>
  if (q) return <Empty step={showAll}>Nothing is called “{q}”.</Empty>
  if (filter.status === 'deleted') return <Empty>Deleted boxes wait here for 30 days. There are none.</Empty>
  if (filter.flag) return <Empty step={showAll}>No box has anything {filter.flag} in it.</Empty>
  if (filter.placeId) return <Empty step={showAll}>No box stands here.</Empty>
  return (
    <Empty step={<Link to="/boxes/labels">Print labels before you begin</Link>}>
      Boxes say what is packed where: number them, stick a label on, and ask where a thing is.
    </Empty>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
