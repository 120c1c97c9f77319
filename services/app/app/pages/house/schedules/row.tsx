import type { Run, Schedule } from '@ichrisbirch/contract/schedules'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../../answer.ts'
import { At } from '../../../parts/day.tsx'
import rows from '../../../parts/row.module.css'
import classes from './row.module.css'
import { Strip } from './strip.tsx'
import { RuleInWords } from './rule-in-words.tsx'
import { ON_TIME_MS, STATE_WORDS, sayLateness } from './words.ts'

/** One schedule: when, how its runs went, and what can be done with it. */
export function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { name, title, isPaused } = schedule
  return (
    <li className={rows.row} data-row={name}>
      <fetcher.Form method="post" action="/house/schedules" className={rows.line}>
        <input type="hidden" name="name" value={name} />
        <span className={`${rows.lines} ${classes.lines}`}>
          <Link to={`/house/schedules/${name}`} className={rows.name} preventScrollReset data-row-name>
            {title}
          </Link>
          <span className={classes.second}>
            <LastRun schedule={schedule} />
          </span>
        </span>
        <span className={classes.facts}>
          <span>{isPaused ? 'Paused' : <Next schedule={schedule} />}</span>
          <Strip recent={schedule.recent} />
        </span>
        <span className={rows.actions}>
          <button type="submit" name="intent" value="run" className={rows.action} aria-label={`Run now: ${title}`}>
            Run now
          </button>
          <button
            type="submit"
            name="intent"
            value={isPaused ? 'resume' : 'pause'}
            className={rows.action}
            aria-label={`${isPaused ? 'Resume' : 'Pause'}: ${title}`}
          >
            {isPaused ? 'Resume' : 'Pause'}
          </button>
        </span>
      </fetcher.Form>
    </li>
  )
}

function Next({ schedule: { nextAt } }: { schedule: Schedule }) {
  return nextAt ? <At at={nextAt} /> : <>No next time</>
}

/** The rule, and the last run: its trouble or lateness only where there is some. */
function LastRun({ schedule }: { schedule: Schedule }) {
  const { lastRun } = schedule
  return (
    <>
      <RuleInWords schedule={schedule} />
      {lastRun && (
        <>
          {' · last '}
          <At at={lastRun.scheduledFor} />
          <Trouble run={lastRun} />
        </>
      )}
    </>
  )
}

function Trouble({ run: { state, latenessMs, cause } }: { run: Run }) {
  if (state === 'failed' || state === 'dead') return <span className={rows.overdue}> {STATE_WORDS[state]}</span>
  if (state !== 'succeeded') return <> {STATE_WORDS[state]}</>
  const isLate = cause === 'schedule' && latenessMs !== null && latenessMs >= ON_TIME_MS
  return isLate ? <span className={rows.soon}>, {sayLateness(latenessMs)}</span> : null
}
