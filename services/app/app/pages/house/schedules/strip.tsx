import type { Run } from '@ichrisbirch/contract/schedules'
import classes from './strip.module.css'
import { sayRecent } from './words.ts'

/** Higher is worse: the picture can be read without its colours. */
const HEIGHTS: Record<Run['state'], number> = { skipped: 2, waiting: 4, running: 8, succeeded: 8, failed: 16, dead: 16 }
const STEP = 4
const HEIGHT = 16
const RUNS = 30

/** The last thirty runs, the newest at the right. */
export function Strip({ recent }: { recent: Run['state'][] }) {
  const first = RUNS - recent.length
  return (
    <svg
      className={classes.strip}
      width={RUNS * STEP - 1}
      height={HEIGHT}
      viewBox={`0 0 ${RUNS * STEP - 1} ${HEIGHT}`}
      role="img"
      aria-label={sayRecent(recent)}
    >
      {Array.from({ length: first }, (_, index) => (
        <rect key={index} className={classes.none} x={index * STEP} y={HEIGHT - 1} width={3} height={1} />
      ))}
      {recent.map((state, index) => (
        <rect
          // Only their place tells runs apart here.
          key={first + index}
          data-state={state}
          x={(first + index) * STEP}
          y={HEIGHT - HEIGHTS[state]}
          width={3}
          height={HEIGHTS[state]}
          rx={1}
        />
      ))}
    </svg>
  )
}
