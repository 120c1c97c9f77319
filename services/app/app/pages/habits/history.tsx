import type { CheckIn, Habit } from '@ichrisbirch/contract/habits'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { Day } from '../../parts/day.tsx'
import { ShowMore, type Steps } from '../../parts/show-more.tsx'
import type { ShownRows } from '../../shown-rows.server.ts'
import classes from './habit.module.css'
import { sayAmount } from './say.ts'

/** Of its own name: the list of habits beside it grows by itself. */
export const CHECK_IN_STEPS: Steps = { name: 'history', rows: 10 }

/** Every check-in as it was: under the name that the habit had, and in the zone whose day it was. */
export function History({ habit, history }: { habit: Habit; history: ShownRows<CheckIn> }) {
  const { account } = useFrame()
  if (history.items.length === 0) return null
  return (
    <section className={classes.history} aria-label="History">
      <h3>History</h3>
      <ul>
        {history.items.map((checkIn) => {
          const { day, name, timeZone, note } = checkIn
          const facts = [
            note,
            name !== habit.name && `as “${name}”`,
            timeZone !== account.timeZone && `in ${timeZone.split('/').at(-1)?.replaceAll('_', ' ')}`,
          ].filter(Boolean)
          return (
            <li key={day}>
              <span>{sentence(checkIn)}</span>
              <span className={classes.facts}>{facts.join(' · ')}</span>
              <Link to={`?day=${day}`} preventScrollReset replace>
                <Day day={day} />
              </Link>
            </li>
          )
        })}
      </ul>
      <ShowMore {...history} steps={CHECK_IN_STEPS} />
    </section>
  )
}

function sentence(checkIn: CheckIn): string {
  if (checkIn.state === 'skipped') return 'Skipped'
  if (checkIn.amount !== null) return sayAmount(checkIn)
  return checkIn.state === 'done' ? 'Done' : 'Open'
}
