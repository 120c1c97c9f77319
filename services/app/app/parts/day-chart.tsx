import { lazy, Suspense, useEffect, useState } from 'react'
import { Day } from './day.tsx'
import classes from './day-chart.module.css'

// 118 kB that no other page needs.
const Bars = lazy(() => import('./day-chart-bars.tsx'))

export interface DayCount {
  day: string
  count: number
}

/** A number for each day as bars, and the same numbers as a table for everyone who does not see bars. */
export function DayChart({ days, unit }: { days: DayCount[]; unit: string }) {
  // Only in the browser: the server would load the charts to draw nothing.
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const withSome = days.filter(({ count }) => count > 0)
  return (
    <figure className={classes.chart}>
      <div className={classes.bars} aria-hidden>
        {isReady && (
          <Suspense>
            <Bars days={days} unit={unit} />
          </Suspense>
        )}
      </div>
      <details className={classes.numbers}>
        <summary>The numbers as a table</summary>
        <table>
          <caption className="unseen">How many were {unit} on each day; days without any are left out</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">{unit}</th>
            </tr>
          </thead>
          <tbody>
            {withSome.map(({ day, count }) => (
              <tr key={day}>
                <th scope="row">
                  <Day day={day} />
                </th>
                <td className="figures">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
