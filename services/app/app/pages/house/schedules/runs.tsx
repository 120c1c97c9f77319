import type { Run } from '@ichrisbirch/contract/schedules'
import { Link } from 'react-router'
import { At } from '../../../parts/day.tsx'
import { ShowMore, type Steps } from '../../../parts/show-more.tsx'
import type { ShownRows } from '../../../shown-rows.server.ts'
import classes from './schedule.module.css'
import { STATE_WORDS, sayDuration, sayLateness } from './words.ts'

export const RUN_STEPS: Steps = { name: 'runs', rows: 20 }

/** What each run came to; its log is one step further. */
export function Runs({ runs, name }: { runs: ShownRows<Run>; name: string }) {
  return (
    <section className={classes.history} aria-label="History">
      <h3>History</h3>
      {runs.items.length === 0 && <p className="quiet">It has not run yet.</p>}
      <ul>
        {runs.items.map((run) => (
          <li key={run.id} className={classes.run} data-state={run.state}>
            <Link to={`/house/schedules/${name}/runs/${run.id}`} preventScrollReset>
              <At at={run.scheduledFor} />
            </Link>
            <span className={classes.outcome}>{sayRun(run)}</span>
          </li>
        ))}
      </ul>
      <ShowMore {...runs} steps={RUN_STEPS} />
    </section>
  )
}

const CAUSES = { schedule: '', missed: 'made up', person: 'you asked for it' }

/** `succeeded in 4.2 s, 3 min late, made up`. */
export function sayRun({ state, startedAt, finishedAt, latenessMs, cause, reason }: Run): string {
  const isOver = startedAt !== null && finishedAt !== null
  const tookMs = isOver ? Date.parse(finishedAt) - Date.parse(startedAt) : undefined
  const parts = [
    tookMs !== undefined && state === 'succeeded'
      ? `${STATE_WORDS[state]} in ${sayDuration(tookMs)}`
      : STATE_WORDS[state],
    latenessMs !== null && cause === 'schedule' ? sayLateness(latenessMs) : '',
    CAUSES[cause],
    state === 'skipped' && reason ? reason : '',
  ]
  return parts.filter(Boolean).join(', ')
}
