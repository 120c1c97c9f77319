import { lazy, Suspense, useEffect, useState } from 'react'
import { useFrame } from '../../frame/use-frame.ts'
import chart from '../../parts/day-chart.module.css'
import { Money } from '../../parts/money.tsx'

// 118 kB that no other page needs.
const Bars = lazy(() => import('./month-chart-bars.tsx'))

export interface MonthSum {
  /** YYYY-MM */
  month: string
  amount: string
}

/** A sum for each month as bars, and the same sums as a table for everyone who does not see bars. */
export function MonthChart({ months, currency }: { months: MonthSum[]; currency: string }) {
  const { locale } = useFrame()
  // Only in the browser: the server would load the charts to draw nothing.
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const withSome = months.filter(({ amount }) => amount !== '0')
  return (
    <figure className={chart.chart}>
      <div className={chart.bars} aria-hidden>
        {isReady && (
          <Suspense>
            <Bars months={months} currency={currency} />
          </Suspense>
        )}
      </div>
      <details className={chart.numbers}>
        <summary>The numbers as a table</summary>
        <table>
          <caption className="unseen">What was wasted each month; months without any are left out</caption>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Wasted</th>
            </tr>
          </thead>
          <tbody>
            {withSome.map(({ month, amount }) => (
              <tr key={month}>
                <th scope="row" suppressHydrationWarning>
                  {sayMonth(month, locale)}
                </th>
                <td>
                  <Money amount={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** A month as people write it: Nov 2026. */
export function sayMonth(month: string, locale: string): string {
  const options = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${month}-01`))
}
