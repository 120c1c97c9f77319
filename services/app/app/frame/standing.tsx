import { useHouseAway } from './connection.ts'
import classes from './standing.module.css'
import { useFrame } from './use-frame.ts'

/** Above every page, while the house does not answer: of when that is what it shows. */
export function Standing() {
  const isAway = useHouseAway()
  const { at } = useFrame()
  const said = useSayInstant(at)
  return (
    <div role="status">
      {isAway && (
        <p className={classes.away}>
          Offline, as of <time dateTime={at}>{said}</time>
        </p>
      )}
    </div>
  )
}

/** `14:05`, with its day when that is not today. */
function useSayInstant(instant: string): string {
  const { account, locale } = useFrame()
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: account.timeZone, ...options })
  const day = format({ weekday: 'short', day: 'numeric', month: 'short' })
  const time = format({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant))
  const isToday = day.format(new Date(instant)) === day.format(new Date())
  return isToday ? time : `${day.format(new Date(instant))}, ${time}`
}
