import type { Habit } from '@ichrisbirch/contract/habits'
import { Button } from '@mantine/core'
import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/habits'
import { actOnHabit } from './habits/intents.server.ts'
import { HabitRow, RestingRow } from './habits/row.tsx'
import classes from './habits/row.module.css'

const LISTS = {
  current: {
    title: 'Habits',
    empty:
      'Habits are what you want to keep doing: read, run three times a week, drink eight glasses a day. Tick each when it is done, and see how it lasts.',
  },
  paused: { title: 'Paused habits', empty: 'A paused habit asks for nothing, and keeps its streak. There are none.' },
  deleted: { title: 'Deleted habits', empty: 'Deleted habits wait here for 30 days. There are none.' },
}

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const search = new URL(args.request.url).searchParams
    const status: keyof typeof LISTS = (['paused', 'deleted'] as const).find((name) => search.has(name)) ?? 'current'
    const list = await loadShownRows(args.request, (page) => api.listHabits({ query: { status, ...page } }))
    return { list, status }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnHabit)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Habits' }]

export default function Habits({ loaderData, actionData }: Route.ComponentProps) {
  const { list, status } = loaderData
  const { title, empty } = LISTS[status]
  const isCurrent = status === 'current'
  const newHabit = (
    <Button component={Link} to="/habits/new" preventScrollReset>
      Add a habit
    </Button>
  )
  return (
    <>
      <PageHeader title={title}>
        {isCurrent ? list.items.length > 0 && newHabit : <Link to="/habits">Back to the habits</Link>}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {isCurrent && list.items.length > 0 && <TodayLine habits={list.items} />}
      {isCurrent ? (
        byCategory(list.items).map(([category, habits]) => (
          <section key={category} className={classes.group} aria-label={category || 'Without a category'}>
            {category && <h2>{category}</h2>}
            <ul className={rows.list} aria-label={category ? `Habits in ${category}` : 'Habits'}>
              {habits.map((habit) => (
                <HabitRow key={habit.id} habit={habit} />
              ))}
            </ul>
          </section>
        ))
      ) : (
        <ul className={rows.list} aria-label={title}>
          {list.items.map((habit) => (
            <RestingRow key={habit.id} habit={habit} />
          ))}
        </ul>
      )}
      {list.items.length === 0 && <Empty step={isCurrent ? newHabit : undefined}>{empty}</Empty>}
      <ShowMore {...list} />
      {isCurrent && (
        <p className={`quiet ${classes.others}`}>
          <Link to="/habits?paused">Paused habits</Link>
          <Link to="/habits?deleted">Deleted habits</Link>
        </p>
      )}
      <Outlet />
    </>
  )
}

function TodayLine({ habits }: { habits: Habit[] }) {
  const done = habits.filter(({ state }) => state === 'done').length
  const left = habits.filter(({ isLeft }) => isLeft).length
  return (
    <p className={`quiet figures ${classes.today}`}>
      {left === 0 ? 'Nothing is left today' : `${left} left today`}
      {done > 0 && ` · ${done} done`}
    </p>
  )
}

/** The list comes in the order of its categories. */
function byCategory(habits: Habit[]): [string, Habit[]][] {
  const groups = new Map<string, Habit[]>()
  for (const habit of habits) groups.set(habit.category ?? '', [...(groups.get(habit.category ?? '') ?? []), habit])
  return [...groups]
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
