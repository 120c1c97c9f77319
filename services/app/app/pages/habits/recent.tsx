import type { Habit } from '@ichrisbirch/contract/habits'
import classes from './recent.module.css'
import { STATE_WORDS } from './say.ts'

/** The last seven days as dots, today last: filled, half, a dash, a ring or hardly there. */
export function Recent({ days }: { days: Habit['recent'] }) {
  const words = days.map(({ state }) => STATE_WORDS[state]).join(', ')
  return (
    <span className={classes.days} role="img" aria-label={`The last seven days, today last: ${words}`}>
      {days.map(({ day, state }) => (
        <span key={day} className={classes.day} data-state={state} />
      ))}
    </span>
  )
}
