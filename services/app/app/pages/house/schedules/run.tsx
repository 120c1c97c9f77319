import { Link } from 'react-router'
import { useFrame } from '../../../frame/use-frame.ts'
import { At } from '../../../parts/day.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { ErrorView } from '../../../parts/error-view.tsx'
import { load } from '../../../visit.server.ts'
import type { Route } from './+types/run'
import { sayRun } from './runs.tsx'
import classes from './schedule.module.css'
import { useRefresh } from './use-refresh.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const [schedule, run] = await Promise.all([
      api.getSchedule({ params: { name: args.params.name } }),
      api.getRun({ params: { id: args.params.id } }),
    ])
    return { title: schedule.title, name: schedule.name, run }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Run' }]

/** One run with its log. */
export default function RunDrawer({ loaderData: { title, name, run } }: Route.ComponentProps) {
  useRefresh(run.state === 'waiting' || run.state === 'running')
  return (
    <Drawer title={`Run: ${title}`} closeTo="/house/schedules">
      <p className={classes.back}>
        <Link to={`/house/schedules/${name}`} preventScrollReset>
          {title}
        </Link>
      </p>
      <h2 className={classes.title}>
        <At at={run.scheduledFor} />
      </h2>
      <p className={classes.state}>
        {sayRun(run)}
        {run.attempt > 1 && ` · ${run.attempt} attempts`}
      </p>
      {run.reason && run.state !== 'skipped' && run.state !== 'succeeded' && (
        <p className={classes.reason}>{run.reason}</p>
      )}
      <section className={classes.history} aria-label="Log">
        <h3>Log</h3>
        {run.lines.length === 0 ? (
          <p className="quiet">{run.state === 'waiting' ? 'It has not begun.' : 'It said nothing.'}</p>
        ) : (
          <ol className={classes.log}>
            {run.lines.map((line, index) => (
              // Lines may be the same; only their place tells them apart.
              <li key={index} data-level={line.level}>
                <Clock at={line.at} />
                <span>
                  {(line.level === 'warn' || line.level === 'error') && (
                    <span className={classes.level}>{line.level === 'warn' ? 'Warning: ' : 'Error: '}</span>
                  )}
                  {line.message}
                </span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </Drawer>
  )
}

function Clock({ at }: { at: string }) {
  const { locale, account } = useFrame()
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone: account.timeZone }).format(new Date(at))
  return (
    <time dateTime={at} suppressHydrationWarning>
      {time}
    </time>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Run" closeTo="/house/schedules">
      <ErrorView error={error} />
    </Drawer>
  )
}
