import { addMonths } from '@ichrisbirch/contract/days'
import { Link } from 'react-router'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/sums'
import { MonthChart } from './month-chart.tsx'
import { Standing } from './standing.tsx'
import classes from './sums.module.css'
import { MONEY_VIEWS } from './views.ts'

const PERIODS = [
  { months: 3, name: '3 months' },
  { months: 12, name: '12 months' },
  { months: 36, name: '3 years' },
]

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const asked = Number(new URL(args.request.url).searchParams.get('months'))
    const { months } = PERIODS.find((period) => period.months === asked) ?? { months: 12 }
    const thisMonth = `${account.today.slice(0, 7)}-01`
    const [sums, month] = await Promise.all([
      api.sumMoneyWasted({ query: { from: addMonths(thisMonth, 1 - months), to: account.today } }),
      api.sumMoneyWasted({ query: { from: thisMonth, to: account.today } }),
    ])
    const names = Array.from({ length: months }, (_, index) => addMonths(thisMonth, index + 1 - months).slice(0, 7))
    const currencies = sums.totals.map((total) => ({
      ...total,
      months: names.map((name) => ({
        month: name,
        amount: sums.months.find((sum) => sum.month === name && sum.currency === total.currency)?.amount ?? '0',
      })),
      reasons: sums.reasons.filter(({ currency }) => currency === total.currency),
    }))
    return { months, currencies, standing: { ...sums, totals: month.totals } }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Money wasted: sums' }]

export default function MoneyWastedSums({ loaderData: { months, currencies, standing } }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="Money wasted" views={MONEY_VIEWS} />
      <Standing {...standing} />
      <nav className={classes.periods} aria-label="Time">
        {PERIODS.map((period) => (
          <Link
            key={period.months}
            to={`?months=${period.months}`}
            preventScrollReset
            aria-current={period.months === months ? 'page' : undefined}
          >
            {period.name}
          </Link>
        ))}
      </nav>
      {currencies.length === 0 && (
        <Empty step={<Link to="/money-wasted">Go to the entries</Link>}>
          Here is what waste has cost you, by month and by reason. There was none in this time.
        </Empty>
      )}
      {currencies.map((sum) => (
        <section key={sum.currency} className={classes.currency} aria-label={`In ${sum.currency}`}>
          <p className="quiet">
            <strong className={classes.total}>
              <Money amount={sum.amount} currency={sum.currency} />
            </strong>{' '}
            {sum.count === 1 ? 'in one go' : `in ${sum.count} goes`}
          </p>
          <MonthChart months={sum.months} currency={sum.currency} />
          <h2 className={classes.heading}>Why</h2>
          <Reasons reasons={sum.reasons} total={sum.amount} />
        </section>
      ))}
    </>
  )
}

type ReasonSum = { reason: string | null; currency: string; amount: string; count: number }

/** What each reason has cost, with its part of the whole as a bar. */
function Reasons({ reasons, total }: { reasons: ReasonSum[]; total: string }) {
  return (
    <ul aria-label="Reasons">
      {reasons.map(({ reason, currency, amount, count }) => (
        <li key={reason} className={classes.reason}>
          <Link to={`/money-wasted?reason=${encodeURIComponent(reason ?? '')}`}>{reason ?? 'No reason given'}</Link>
          <span className="quiet">{count === 1 ? 'once' : `${count} times`}</span>
          <Money amount={amount} currency={currency} />
          {/* A float is enough for the length of a bar. */}
          <span className={classes.part} style={{ width: `${(Number(amount) / Number(total)) * 100}%` }} />
        </li>
      ))}
    </ul>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
