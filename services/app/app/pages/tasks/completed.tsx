import { dayAt } from '@ichrisbirch/contract/days'
import { Button, TextInput } from '@mantine/core'
import { Form, Link } from 'react-router'
import { noticeOf } from '../../answer.ts'
import { orWait } from '../../offline.ts'
import { DayChart } from '../../parts/day-chart.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/completed'
import classes from './completed.module.css'
import { GoneTaskRow } from './gone-row.tsx'
import { actOnTask } from './intents.server.ts'
import { daysAgo, RANGES, rangeOf } from './ranges.ts'
import { TASK_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const range = rangeOf(new URL(args.request.url).searchParams, account.today)
    const [list, counts] = await Promise.all([
      loadShownRows(args.request, (page) => api.listTasks({ query: { status: 'completed', ...range, ...page } })),
      api.countCompletedTasks({ query: range }),
    ])
    const rows = list.items.map((task) => ({ ...task, doneOn: dayAt(task.completedAt ?? task.updatedAt, account) }))
    return { list: { ...list, items: rows }, days: counts.days, range, today: account.today }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnTask)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Completed tasks' }]

export default function CompletedTasks({ loaderData, actionData }: Route.ComponentProps) {
  const { list, days, range, today } = loaderData
  const total = days.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <PageHeader title="Tasks" views={TASK_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <nav className={classes.ranges} aria-label="Time">
        {RANGES.map(({ name, days }) => {
          const from = daysAgo(today, days - 1)
          const isChosen = range.from === from && range.to === today
          return (
            <Link key={name} to={`?from=${from}&to=${today}`} aria-current={isChosen ? 'page' : undefined}>
              {name}
            </Link>
          )
        })}
        <Form className={classes.custom} key={`${range.from}${range.to}`}>
          <TextInput type="date" name="from" aria-label="From" defaultValue={range.from} max={today} />
          <TextInput type="date" name="to" aria-label="To" defaultValue={range.to} max={today} />
          <Button type="submit" variant="default">
            Show
          </Button>
        </Form>
      </nav>
      {total > 0 && (
        <>
          <p className={classes.total}>
            <strong className="figures">{total}</strong> completed
          </p>
          <DayChart days={days} unit="completed" />
        </>
      )}
      {list.items.length > 0 ? (
        <ul className={classes.list} aria-label="Completed tasks">
          {list.items.map((task) => (
            <GoneTaskRow key={task.id} task={task} day={task.doneOn} intent="reopen" verb="Reopen" />
          ))}
        </ul>
      ) : (
        <Empty step={<Link to="/tasks">Go to the open tasks</Link>}>
          Here is what you have done. Nothing was completed in this time.
        </Empty>
      )}
      <ShowMore {...list} />
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
