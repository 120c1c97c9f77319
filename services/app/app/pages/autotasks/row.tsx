import type { Autotask } from '@ichrisbirch/contract/autotasks'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import classes from './row.module.css'

/** One autotask: how often, when next, and what can be done with it. */
export function AutotaskRow({ autotask }: { autotask: Autotask }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, name, paused, deletedAt } = autotask
  const isGoing = ['delete', 'restore'].includes(String(fetcher.formData?.get('intent')))
  return (
    <li className={rows.row} data-row={id} hidden={isGoing}>
      <fetcher.Form method="post" action="/autotasks" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={`${rows.lines} ${classes.lines}`}>
          {deletedAt ? (
            <span className={rows.name}>{name}</span>
          ) : (
            <Link to={`/autotasks/${id}`} className={rows.name} preventScrollReset data-row-name>
              {name}
            </Link>
          )}
          <span className={classes.rule}>{autotask.ruleInWords}</span>
        </span>
        <span className={rows.facts}>
          {autotask.category && <span className={rows.fact}>{autotask.category}</span>}
          <NextDay autotask={autotask} />
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
            <button type="submit" name="intent" value="run" className={rows.action} aria-label={`Run ${name} now`}>
              Run now
            </button>
            <button
              type="submit"
              name="intent"
              value={paused ? 'resume' : 'pause'}
              className={rows.action}
              aria-label={`${paused ? 'Resume' : 'Pause'} ${name}`}
            >
              {paused ? 'Resume' : 'Pause'}
            </button>
            <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
              Delete
            </button>
          </span>
        )}
      </fetcher.Form>
    </li>
  )
}

function NextDay({ autotask }: { autotask: Autotask }) {
  if (autotask.paused) return <span>Paused</span>
  if (autotask.nextDay) return <Day day={autotask.nextDay} />
  return <span>{autotask.repeatFrom === 'completion' ? 'Once the last is done' : 'Ended'}</span>
}
