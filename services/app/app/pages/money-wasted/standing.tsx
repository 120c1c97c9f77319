import type { MoneyWastedSums } from '@ichrisbirch/contract/money-wasted'
import { Money } from '../../parts/money.tsx'
import classes from './standing.module.css'

type StandingProps = Pick<MoneyWastedSums, 'totals' | 'daysWithout' | 'mostDaysWithout'>

/** How it goes: days without waste, and what this month has cost so far. */
export function Standing({ totals, daysWithout, mostDaysWithout }: StandingProps) {
  if (daysWithout === null) return null
  return (
    <dl className={classes.standing}>
      <div>
        <dt>Days without waste</dt>
        <dd>
          <strong className="figures">{daysWithout}</strong>
          <span className="quiet">
            {daysWithout === mostDaysWithout ? 'your longest' : `longest ${mostDaysWithout}`}
          </span>
        </dd>
      </div>
      <div>
        <dt>This month</dt>
        <dd>
          {totals.length === 0 && <strong>Nothing</strong>}
          {totals.map(({ currency, amount }) => (
            <strong key={currency}>
              <Money amount={amount} currency={currency} />
            </strong>
          ))}
        </dd>
      </div>
    </dl>
  )
}
