import type { Task } from '@ichrisbirch/contract/tasks'
import { Link, useFetcher, useLocation } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useWaitingIntents } from '../../outbox/use-outbox.ts'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'

/** A task that is no longer open: when it was done or deleted, and one button that brings it back. */
export function GoneTaskRow(props: { task: Task; day: string; intent: 'reopen' | 'restore'; verb: string }) {
  const { task, day, intent, verb } = props
  const fetcher = useFetcher<Answer>()
  const { pathname, search } = useLocation()
  useAnswer(fetcher.data)
  const isDone = intent === 'reopen'
  // Opened again without a connection: open as far as this device knows.
  const waits = useWaitingIntents().get(task.id) === 'reopen'
  return (
    <li
      className={rows.row}
      data-row={task.id}
      data-done={isDone || undefined}
      hidden={waits || fetcher.state !== 'idle'}
    >
      <fetcher.Form method="post" action={`${pathname}${search}`} className={rows.line}>
        <input type="hidden" name="id" value={task.id} />
        <input type="hidden" name="name" value={task.name} />
        <input type="hidden" name="seen" value={task.updatedAt} />
        {isDone && (
          <button
            type="submit"
            name="intent"
            value={intent}
            className={rows.tick}
            aria-label={`${verb} ${task.name}`}
            data-row-tick
          />
        )}
        {isDone ? (
          <Link to={`/tasks/${task.id}`} state={{ from: `${pathname}${search}` }} className={rows.name} data-row-name>
            {task.name}
          </Link>
        ) : (
          <span className={rows.name}>{task.name}</span>
        )}
        <span className={rows.facts}>
          {task.category && <span className={rows.fact}>{task.category}</span>}
          <Day day={day} />
        </span>
        {!isDone && (
          <button
            type="submit"
            name="intent"
            value={intent}
            className={`${rows.action} ${rows.words}`}
            aria-label={`${verb} ${task.name}`}
          >
            {verb}
          </button>
        )}
      </fetcher.Form>
    </li>
  )
}
