import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconAlertTriangle } from '../../icons.ts'
import classes from './alarm-banner.module.css'

/** Above every page of the admin: the newest alarm that was not seen yet. */
export function AlarmBanner() {
  const { alarms } = useFrame()
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const [alarm, ...others] = alarms
  if (!alarm) return null
  return (
    <section className={classes.banner} aria-label="Alarms">
      <IconAlertTriangle size={18} stroke={1.75} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <p>{alarm.message}</p>
        <Link to="/house/alarms">{others.length === 0 ? 'All alarms' : `And ${others.length} more`}</Link>
      </div>
      <fetcher.Form method="post" action="/house/alarms">
        <input type="hidden" name="id" value={alarm.id} />
        <button type="submit" name="intent" value="acknowledge" className={classes.seen}>
          I have seen it
        </button>
      </fetcher.Form>
    </section>
  )
}
