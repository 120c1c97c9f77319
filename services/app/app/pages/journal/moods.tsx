import { addDays } from '@ichrisbirch/contract/days'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { Day } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/moods'
import { MOODS, MoodSign } from './mood.tsx'
import classes from './moods.module.css'
import { JOURNAL_VIEWS } from './views.ts'

// The charts are 118 kB that no other page of the journal needs.
const MoodLine = lazy(() => import('./mood-line.tsx'))

const RANGES = [
  { days: 30, name: '30 days' },
  { days: 90, name: '90 days' },
  { days: 365, name: 'Year' },
]

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const asked = Number(new URL(args.request.url).searchParams.get('days'))
    const range = RANGES.find(({ days }) => days === asked)?.days ?? 90
    const from = addDays(account.today, 1 - range)
    const { days } = await api.listJournalDays({ query: { from, to: account.today } })
    const felt = days.filter(({ moods }) => moods.length > 0)
    const all = Array.from({ length: range }, (_, index) => addDays(from, index))
    return { range, felt, all }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Moods' }]

export default function Moods({ loaderData: { range, felt, all } }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="Journal" views={JOURNAL_VIEWS} />
      <nav className={classes.ranges} aria-label="Time">
        {RANGES.map(({ days, name }) => (
          <Link key={days} to={`?days=${days}`} aria-current={days === range ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      {felt.length === 0 ? (
        <Empty step={<Link to="/journal/new">Write about today</Link>}>
          Say in an entry how a day felt, and here is how your days go. There is no mood in this time.
        </Empty>
      ) : (
        <>
          <Trend felt={felt} all={all} />
          <Counts felt={felt} />
        </>
      )}
    </>
  )
}

type Felt = Route.ComponentProps['loaderData']['felt']

function Trend({ felt, all }: { felt: Felt; all: string[] }) {
  // Only in the browser: the server would load the charts to draw nothing.
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const means = new Map(felt.map(({ day, moods }) => [day, meanOf(moods)]))
  return (
    <figure className={classes.chart}>
      <div className={classes.line} aria-hidden>
        {isReady && (
          <Suspense>
            <MoodLine days={all.map((day) => ({ day, mean: means.get(day) ?? null }))} />
          </Suspense>
        )}
      </div>
      <details>
        <summary>The moods as a table</summary>
        <table>
          <caption className="unseen">How each day felt; days without a mood are left out</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Moods</th>
            </tr>
          </thead>
          <tbody>
            {felt.toReversed().map(({ day, moods }) => (
              <tr key={day}>
                <th scope="row">
                  <Link to={`/journal?from=${day}&to=${day}`}>
                    <Day day={day} />
                  </Link>
                </th>
                <td>{moods.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** 1 for awful to 5 for great, of a day with several the mean. */
function meanOf(moods: Felt[number]['moods']): number {
  const values = moods.map((mood) => MOODS.findIndex((each) => each.mood === mood) + 1)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function Counts({ felt }: { felt: Felt }) {
  const all = felt.flatMap(({ moods }) => moods)
  return (
    <ul className={classes.counts} aria-label="How often each mood was">
      {MOODS.toReversed().map(({ mood, name }) => {
        const count = all.filter((each) => each === mood).length
        return (
          <li key={mood}>
            <Link to={`/journal?mood=${mood}`}>
              <MoodSign mood={mood} />
              <span aria-hidden>{name}</span>
            </Link>
            <span className={classes.share} aria-hidden>
              <span data-mood={mood} style={{ width: `${(100 * count) / all.length}%` }} />
            </span>
            <span className="figures">{count}</span>
          </li>
        )
      })}
    </ul>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
