import type { AutotaskRun } from '@ichrisbirch/contract/autotasks'
import { Link } from 'react-router'
import { Day, Moment } from '../../parts/day.tsx'
import { ShowMore, type Steps } from '../../parts/show-more.tsx'
import type { ShownRows } from '../../shown-rows.server.ts'
import classes from './history.module.css'

const REASONS = { enough_open: 'enough of them were still open' }

/** Of its own name: the list of autotasks beside it grows by itself. */
export const RUN_STEPS: Steps = { name: 'runs', rows: 20 }

/** What each run did, and why it did nothing. */
export function History({ runs }: { runs: ShownRows<AutotaskRun> }) {
  return (
    <section className={classes.history} aria-label="History">
      <h2>History</h2>
      {runs.items.length === 0 && (
        <p className="quiet">It has not run yet. It runs early in the morning of each due day.</p>
      )}
      <ul>
        {runs.items.map((run) => (
          <li key={run.id} className={classes.run}>
            <span>{sentence(run)}</span>
            <span className="quiet">{run.cause === 'person' ? <Moment at={run.ranAt} /> : <Day day={run.day} />}</span>
          </li>
        ))}
      </ul>
      <ShowMore {...runs} steps={RUN_STEPS} />
    </section>
  )
}

function sentence({ outcome, reason, cause, taskId }: AutotaskRun) {
  if (outcome === 'skipped') return `Added nothing: ${reason ? REASONS[reason] : 'no reason was kept'}`
  const words = cause === 'person' ? 'You had it add a task' : 'Added a task'
  return taskId ? <Link to={`/tasks/${taskId}`}>{words}</Link> : words
}
