import { Button } from '@mantine/core'
import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore, type Steps } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/countdowns'
import { actOnCountdown } from './countdowns/intents.server.ts'
import { CountdownRow } from './countdowns/row.tsx'
import classes from './countdowns/row.module.css'

/** Of its own name: those to come above them grow by themselves. */
const SINCE_STEPS: Steps = { name: 'since', rows: 20 }

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const isDeleted = new URL(args.request.url).searchParams.has('deleted')
    const list = (which: 'coming' | 'since' | 'deleted', steps?: Steps) =>
      loadShownRows(args.request, (page) => api.listCountdowns({ query: { which, ...page } }), steps)
    const [coming, since] = await Promise.all([
      list(isDeleted ? 'deleted' : 'coming'),
      isDeleted ? { items: [], shown: 0, hasMore: false } : list('since', SINCE_STEPS),
    ])
    return { coming, since, isDeleted }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnCountdown)

export const meta: Route.MetaFunction = () => [{ title: 'Countdowns' }]

export default function Countdowns({ loaderData, actionData }: Route.ComponentProps) {
  const { coming, since, isDeleted } = loaderData
  const isEmpty = coming.items.length + since.items.length === 0
  const newCountdown = (
    <Button component={Link} to="/countdowns/new" preventScrollReset>
      Add a countdown
    </Button>
  )
  return (
    <>
      <PageHeader title={isDeleted ? 'Deleted countdowns' : 'Countdowns'}>
        {isDeleted ? <Link to="/countdowns">Back to the countdowns</Link> : !isEmpty && newCountdown}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {coming.items.length > 0 && (
        <ul className={rows.list} aria-label={isDeleted ? 'Deleted countdowns' : 'To come'}>
          {coming.items.map((countdown) => (
            <CountdownRow key={countdown.id} countdown={countdown} />
          ))}
        </ul>
      )}
      <ShowMore {...coming} />
      {since.items.length > 0 && (
        <section className={classes.since}>
          <h2 id="since">Since</h2>
          <ul className={rows.list} aria-labelledby="since">
            {since.items.map((countdown) => (
              <CountdownRow key={countdown.id} countdown={countdown} />
            ))}
          </ul>
          <ShowMore {...since} steps={SINCE_STEPS} />
        </section>
      )}
      {isEmpty && (
        <Empty step={isDeleted ? undefined : newCountdown}>
          {isDeleted
            ? 'Deleted countdowns wait here for 30 days. There are none.'
            : 'Countdowns say how long it is to a day, or since one: the holidays, a birthday every year, the day you moved in.'}
        </Empty>
      )}
      {!isDeleted && (
        <p className="quiet" style={{ padding: '24px 0' }}>
          <Link to="/countdowns?deleted">Deleted countdowns</Link>
        </p>
      )}
      <Outlet />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
