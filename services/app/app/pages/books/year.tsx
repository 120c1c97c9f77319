import { lazy, Suspense, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/year'
import { Stars } from './stars.tsx'
import { BOOK_VIEWS } from './views.ts'
import classes from './year.module.css'

// The charts are loaded by whoever looks at a year.
const Bars = lazy(() => import('./year-bars.tsx'))

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const asked = Number(new URL(args.request.url).searchParams.get('year'))
    const now = Number(account.today.slice(0, 4))
    const year = Number.isInteger(asked) && asked >= 1900 && asked <= 2200 ? asked : now
    const sum = await api.sumUpBookYear({ query: { year } })
    return { year, sum, years: [...new Set([now, ...sum.years, year])].toSorted((a, b) => b - a) }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Books of a year' }]

export default function BookYearPage({ loaderData: { year, sum, years } }: Route.ComponentProps) {
  const rated = sum.ratings.reduce((total, { books }) => total + books, 0)
  const stars = sum.ratings.reduce((total, { rating, books }) => total + rating * books, 0)
  return (
    <>
      <PageHeader title="Books" views={BOOK_VIEWS} />
      <nav className={classes.years} aria-label="Years">
        {years.map((each) => (
          <Link key={each} to={`/books/year?year=${each}`} aria-current={each === year ? 'page' : undefined}>
            {each}
          </Link>
        ))}
      </nav>
      {sum.books === 0 && sum.dropped === 0 ? (
        <Empty step={<Link to="/books">Go to the books</Link>}>
          Here stands what you read in a year. In {year} no book has a last day.
        </Empty>
      ) : (
        <>
          <dl className={classes.sums}>
            <Sum name={sum.books === 1 ? 'book' : 'books'} value={sum.books} />
            <Sum name="pages" value={sum.pages} />
            {rated > 0 && <Sum name="stars on average" value={Math.round((stars / rated / 2) * 10) / 10} />}
            {sum.dropped > 0 && <Sum name="dropped" value={sum.dropped} />}
          </dl>
          <Months months={sum.months} />
          {rated > 0 && <Ratings ratings={sum.ratings} />}
          <div className={classes.pair}>
            <Names
              title="Authors"
              names={sum.authors}
              addressOf={(name) => `/books?author=${encodeURIComponent(name)}`}
            />
            <Names title="Tags" names={sum.tags} addressOf={(name) => `/books?tag=${encodeURIComponent(name)}`} />
          </div>
        </>
      )}
    </>
  )
}

function Sum({ name, value }: { name: string; value: number }) {
  const { locale } = useFrame()
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">{value.toLocaleString(locale)}</dd>
    </div>
  )
}

type YearSum = Route.ComponentProps['loaderData']['sum']

/** The months as bars, and the same numbers as a table. */
function Months({ months }: { months: YearSum['months'] }) {
  const { locale } = useFrame()
  // Only in the browser: the server would load the charts to draw nothing.
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const nameOf = (month: string, length: 'short' | 'long') =>
    new Intl.DateTimeFormat(locale, { month: length, timeZone: 'UTC' }).format(new Date(`${month}-01`))
  const data = months.map(({ month, books, pages }) => ({ month: nameOf(month, 'short'), books, pages }))
  return (
    <figure className={classes.months}>
      <div className={classes.bars} aria-hidden>
        {isReady && (
          <Suspense>
            <Bars months={data} />
          </Suspense>
        )}
      </div>
      <details className={classes.numbers}>
        <summary>The numbers as a table</summary>
        <table>
          <caption className="unseen">Books and pages by month</caption>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Books</th>
              <th scope="col">Pages</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, books, pages }) => (
              <tr key={month}>
                <th scope="row" suppressHydrationWarning>
                  {nameOf(month, 'long')}
                </th>
                <td className="figures">{books}</td>
                <td className="figures">{pages.toLocaleString(locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function Ratings({ ratings }: { ratings: YearSum['ratings'] }) {
  const most = Math.max(...ratings.map(({ books }) => books))
  return (
    <section className={classes.section}>
      <h2>Ratings</h2>
      <ul className={classes.ratings}>
        {ratings
          .filter(({ books }) => books > 0)
          .toReversed()
          .map(({ rating, books }) => (
            <li key={rating}>
              <Stars rating={rating} />
              <span className={classes.bar} style={{ width: `${(books / most) * 100}%` }} aria-hidden />
              <span className="figures">
                {books} <span className="unseen">{books === 1 ? 'book' : 'books'}</span>
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}

function Names(props: { title: string; names: YearSum['authors']; addressOf: (name: string) => string }) {
  if (props.names.length === 0) return null
  return (
    <section className={classes.section}>
      <h2>{props.title}</h2>
      <ul className={classes.names}>
        {props.names.map(({ name, books }) => (
          <li key={name}>
            <Link to={props.addressOf(name)}>{name}</Link>
            <span className="figures">{books}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
