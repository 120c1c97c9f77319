import type { Digest, DigestContent, DigestList } from '@ichrisbirch/contract/digests'
import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { useFrame } from '../frame/use-frame.ts'
import { Day } from '../parts/day.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { sayDayInFull } from '../parts/say-day.ts'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { load } from '../visit.server.ts'
import type { Route } from './+types/digest'
import classes from './digest/digest.module.css'

const DAY_STEPS = { name: 'days', rows: 14 }

/** The newest digest, or the one that the address names (`?id=`). */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const id = new URL(args.request.url).searchParams.get('id')
    const [asked, days] = await Promise.all([
      id === null ? undefined : api.getDigest({ params: { id } }),
      loadShownRows(args.request, (page) => api.listDigests({ query: page }), DAY_STEPS),
    ])
    return {
      digest: asked ?? days.items[0] ?? null,
      days: { ...days, items: days.items.map(({ id, day }) => ({ id, day })) },
    }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Digest' }]

export default function DigestPage({ loaderData: { digest, days } }: Route.ComponentProps) {
  const { locale } = useFrame()
  if (!digest) return <NoDigest />
  return (
    <>
      <PageHeader title="Digest">
        <span className="quiet" suppressHydrationWarning>
          {sayDayInFull(digest.day, locale)}
        </span>
      </PageHeader>
      <Parts digest={digest} />
      {days.items.length > 1 && (
        <nav className={classes.days} aria-label="Other days">
          <h2>Other days</h2>
          <ul>
            {days.items.map(({ id, day }) => (
              <li key={id}>
                <Link to={`/digest?id=${id}`} aria-current={id === digest.id ? 'page' : undefined}>
                  <Day day={day} />
                </Link>
              </li>
            ))}
          </ul>
          <ShowMore {...days} steps={DAY_STEPS} />
        </nav>
      )}
    </>
  )
}

/** In the words of a page that is read on its day, and of one that is read later. */
const PARTS: { key: keyof DigestContent; today: string; later: string }[] = [
  { key: 'overdue', today: 'Overdue', later: 'Was overdue' },
  { key: 'due', today: 'Due today', later: 'Was due' },
  { key: 'made', today: 'Added by autotasks', later: 'Added by autotasks' },
  { key: 'done', today: 'Done yesterday', later: 'Done the day before' },
]

function Parts({ digest }: { digest: Digest }) {
  const { account } = useFrame()
  const when = digest.day === account.today ? 'today' : 'later'
  const parts = PARTS.filter(({ key }) => digest[key].count > 0)
  if (parts.length === 0) return <Empty>Nothing was due on this day, and nothing was done the day before.</Empty>
  return parts.map(({ key, ...headings }) => (
    <Part key={key} heading={headings[when]} list={digest[key]} showsDay={key === 'overdue'} />
  ))
}

function Part({ heading, list, showsDay }: { heading: string; list: DigestList; showsDay: boolean }) {
  return (
    <section className={classes.part}>
      <h2>
        {heading} <span className={classes.count}>{list.count}</span>
      </h2>
      <ul className={rows.list} aria-label={heading}>
        {list.tasks.map((task) => (
          <li key={task.id} className={rows.row} data-row={task.id}>
            <div className={rows.line}>
              <Link to={`/tasks/${task.id}`} className={rows.name} data-row-name>
                {task.name}
              </Link>
              {showsDay && task.dueDay && (
                <span className={rows.facts}>
                  <Day day={task.dueDay} className={rows.overdue} />
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {list.count > list.tasks.length && <p className="quiet">And {list.count - list.tasks.length} more</p>}
    </section>
  )
}

function NoDigest() {
  const { account } = useFrame()
  return (
    <>
      <PageHeader title="Digest" />
      {account.digest === 'none' ? (
        <Empty
          step={
            <Button component={Link} to="/account">
              Choose it in your account
            </Button>
          }
        >
          A digest tells you every morning what is due, what your autotasks added, and what you did yesterday.
        </Empty>
      ) : (
        <Empty>Your first digest comes within a quarter of an hour, or tomorrow at six in the morning.</Empty>
      )}
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
