import type { Box } from '@ichrisbirch/contract/boxes'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import rows from '../../parts/row.module.css'
import classes from './boxes.module.css'
import { Flags } from './flags.tsx'
import { Where } from './where.tsx'

/** One box: its number and name, where it stands, and what it needs to be known for. */
export function BoxRow({ box }: { box: Box }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, name, number, where, size, items, deletedAt } = box
  return (
    <li className={rows.row} data-row={id} hidden={fetcher.formData !== undefined}>
      <fetcher.Form method="post" action="/boxes" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={`figures ${classes.number}`}>{number}</span>
        <span className={`${rows.lines} ${classes.lines}`}>
          {deletedAt ? (
            <span className={rows.name}>{name}</span>
          ) : (
            <Link to={`/boxes/${id}`} className={rows.name} data-row-name>
              {name}
            </Link>
          )}
          <Where names={where} />
        </span>
        <span className={rows.facts}>
          <Flags of={box} />
          {size && <span className={`${rows.fact} ${classes.size}`}>{size}</span>}
          <span className="figures">{sayCount(items)}</span>
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
          <span className={rows.actions}>
            <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
              Delete
            </button>
          </span>
        )}
      </fetcher.Form>
    </li>
  )
}

function sayCount(items: number): string {
  if (items === 0) return 'empty'
  return items === 1 ? '1 thing' : `${items} things`
}
