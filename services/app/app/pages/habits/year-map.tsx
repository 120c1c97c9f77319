import type { RecentState } from '@ichrisbirch/contract/habits'
import { type PointerEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { sayDay } from '../../parts/say-day.ts'
import { STATE_WORDS } from './say.ts'
import classes from './year-map.module.css'

interface YearDay {
  day: string
  state: RecentState
  percent: number
}

const CELL = 12
const STEP = 14
const HEAD = 16
/** Two halves under each other: 53 weeks in one line would be too small for a finger. */
const WEEKS = 27

/** A year as a heat map, a column a week from Monday. The history below says the same in words. */
export function YearMap({ year, chosen }: { year: { days: YearDay[]; done: number }; chosen: string }) {
  const { locale, account } = useFrame()
  const navigate = useNavigate()
  const [pointed, setPointed] = useState<YearDay | null>(null)
  const weeks = weeksOf(year.days)
  const halves = [weeks.slice(0, -WEEKS), weeks.slice(-WEEKS)]
  const dayUnder = (event: PointerEvent) => {
    const day = (event.target as SVGElement).dataset.day
    return year.days.find((each) => each.day === day) ?? null
  }
  return (
    <figure
      className={classes.year}
      onPointerMove={(event) => setPointed(dayUnder(event))}
      onPointerLeave={() => setPointed(null)}
      onPointerUp={(event) => {
        const day = dayUnder(event)
        if (day && day.day <= account.today) {
          void navigate(`?day=${day.day}`, { replace: true, preventScrollReset: true })
        }
      }}
    >
      {halves.map((half) => (
        <Half key={half[0]?.[0]?.day} weeks={half} chosen={chosen} locale={locale} />
      ))}
      <figcaption className="quiet figures" suppressHydrationWarning>
        {pointed
          ? `${sayDay(pointed.day, account.today, locale)}: ${STATE_WORDS[pointed.state]}${pointed.state === 'part' ? `, ${pointed.percent}%` : ''}`
          : `${year.done} ${year.done === 1 ? 'day' : 'days'} done in this year`}
      </figcaption>
    </figure>
  )
}

function Half({ weeks, chosen, locale }: { weeks: YearDay[][]; chosen: string; locale: string }) {
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  return (
    <svg viewBox={`0 0 ${WEEKS * STEP} ${HEAD + 7 * STEP}`} aria-hidden>
      {weeks.map((week, column) => {
        const first = week.find(({ day }) => day.endsWith('-01'))
        return (
          <g key={week[0]?.day} transform={`translate(${column * STEP} 0)`}>
            {first && column < WEEKS - 2 && (
              <text y={10} suppressHydrationWarning>
                {month.format(new Date(first.day))}
              </text>
            )}
            {week.map(({ day, state, percent }) => (
              <rect
                key={day}
                y={HEAD + ((new Date(day).getUTCDay() + 6) % 7) * STEP}
                width={CELL}
                height={CELL}
                rx={3}
                data-day={day}
                data-state={state}
                data-chosen={day === chosen || undefined}
                style={state === 'part' ? { fillOpacity: 0.2 + percent / 200 } : undefined}
              />
            ))}
          </g>
        )
      })}
    </svg>
  )
}

/** Columns from Monday to Sunday; the first and the last may be cut. */
function weeksOf(days: YearDay[]): YearDay[][] {
  const weeks: YearDay[][] = []
  for (const day of days) {
    if (weeks.length === 0 || new Date(day.day).getUTCDay() === 1) weeks.push([])
    weeks.at(-1)?.push(day)
  }
  return weeks
}
