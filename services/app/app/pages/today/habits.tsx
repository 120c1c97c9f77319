import type { Today } from '@ichrisbirch/contract/today'
import rows from '../../parts/row.module.css'
import { TickPart } from './tick-part.tsx'

/** The habits that are left to do. */
export function HabitsOfToday({ habits }: Pick<Today, 'habits'>) {
  return (
    <TickPart
      heading="Habits"
      {...habits}
      rest="/habits"
      kind="habits"
      tick="tick"
      untick="open"
      to={(habit) => `/habits/${habit.id}`}
      version={() => 'open'}
      facts={({ target, unit, streak }) => (
        <>
          {target && (
            <span className={rows.fact}>
              {target} {unit}
            </span>
          )}
          {streak > 1 && <span className={rows.fact}>{streak} in a row</span>}
        </>
      )}
    />
  )
}
