import type { MoneyWasted } from '@ichrisbirch/contract/money-wasted'
import { Link, useFetcher, useLocation } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { IconTrash } from '../../icons.ts'
import { Day } from '../../parts/day.tsx'
import { Money } from '../../parts/money.tsx'
import rows from '../../parts/row.module.css'
import classes from './row.module.css'

/** One waste: what it went on, why and when, and how much. */
export function WasteRow({ waste }: { waste: MoneyWasted }) {
  const fetcher = useFetcher<Answer>()
  const { search } = useLocation()
  useAnswer(fetcher.data)
  const { id, name, reason, deletedAt } = waste
  return (
    <li className={rows.row} data-row={id} hidden={fetcher.formData !== undefined}>
      <fetcher.Form method="post" action="/money-wasted" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={`${rows.lines} ${classes.lines}`}>
          {deletedAt ? (
            <span className={rows.name}>{name}</span>
          ) : (
            <Link to={`/money-wasted/${id}${search}`} className={rows.name} preventScrollReset data-row-name>
              {name}
            </Link>
          )}
          <span className={classes.when}>
            <Day day={waste.wastedDay} />
            {reason && ` · ${reason}`}
          </span>
        </span>
        <span className={classes.amount}>
          <Money amount={waste.amount} currency={waste.currency} />
        </span>
        {deletedAt ? (
          <button
            type="submit"
            name="intent"
            value="restore"
            className={`${rows.action} ${rows.words}`}
            aria-label={`Restore ${name}`}
          >
            Restore
          </button>
        ) : (
          <span className={`${rows.actions} ${classes.actions}`}>
            <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
              <IconTrash size={18} stroke={1.75} aria-hidden />
            </button>
          </span>
        )}
      </fetcher.Form>
    </li>
  )
}
