import type { Alarm } from '@ichrisbirch/contract/alarms'
import { Link, useFetcher, useSearchParams } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { At } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load, type Visitor } from '../../visit.server.ts'
import type { Route } from './+types/alarms'
import classes from './house.module.css'
import { HOUSE_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const status = new URL(args.request.url).searchParams.has('all') ? 'all' : 'open'
    return loadShownRows(args.request, (page) => api.listAlarms({ query: { status, ...page } }))
  })

export const action = (args: Route.ActionArgs) => act(args, actOnAlarm)

async function actOnAlarm({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  switch (form.get('intent')) {
    case 'acknowledge': {
      await api.acknowledgeAlarm({ params: { id } })
      const undo = { action: '/house/alarms', fields: { intent: 'unacknowledge', id } }
      return { notice: { words: 'You have seen it; it ends when its cause does', undo } }
    }
    case 'unacknowledge':
      await api.unacknowledgeAlarm({ params: { id } })
      return { notice: { words: 'It stands above every page again' } }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Alarms' }]

export default function Alarms({ loaderData: list, actionData }: Route.ComponentProps) {
  const isAll = useSearchParams()[0].has('all')
  return (
    <>
      <PageHeader title="House" views={HOUSE_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length > 0 && (
        <ul className={rows.list} aria-label="Alarms">
          {list.items.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} />
          ))}
        </ul>
      )}
      {list.items.length === 0 && (
        <Empty>
          {isAll
            ? 'There has never been an alarm.'
            : 'All is well. An alarm stands here when something that the house should do by itself was not done.'}
        </Empty>
      )}
      <ShowMore {...list} />
      <p className={`quiet ${classes.foot}`}>
        {isAll ? (
          <Link to="/house/alarms">Only those that last</Link>
        ) : (
          <Link to="/house/alarms?all">Those that are over, too</Link>
        )}
      </p>
    </>
  )
}

function AlarmRow({ alarm }: { alarm: Alarm }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, message, raisedAt, clearedAt, acknowledgedAt } = alarm
  const isNew = clearedAt === null && acknowledgedAt === null
  return (
    <li className={rows.row} data-row={id}>
      <fetcher.Form method="post" action="/house/alarms" className={classes.entry}>
        <input type="hidden" name="id" value={id} />
        <span className={classes.words}>
          <span className={clearedAt ? 'quiet' : undefined}>{message}</span>
          <span className="quiet">
            {clearedAt ? 'From ' : 'Since '}
            <At at={raisedAt} />
            {clearedAt && (
              <>
                {' to '}
                <At at={clearedAt} />
              </>
            )}
            {!clearedAt && acknowledgedAt && ' · seen'}
          </span>
        </span>
        {isNew && (
          <button type="submit" name="intent" value="acknowledge" className={`${rows.action} ${rows.words}`}>
            I have seen it
          </button>
        )}
      </fetcher.Form>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
