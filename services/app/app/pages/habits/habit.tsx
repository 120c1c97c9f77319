import type { Habit } from '@ichrisbirch/contract/habits'
import { Form, redirect } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { useNotices } from '../../parts/notice.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/habit'
import { DayForm } from './day-form.tsx'
import { draftOf, newDraft, readDay, readDraft, saveDraft } from './draft.server.ts'
import { HabitForm } from './form.tsx'
import classes from './habit.module.css'
import { CHECK_IN_STEPS, History } from './history.tsx'
import { actOnHabit } from './intents.server.ts'
import { sayStreak } from './say.ts'
import { YearMap } from './year-map.tsx'

/** `new` is a habit that is not there yet. `?day=` is the day that is shown to be changed. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const { id } = args.params
    const { items: categories } = await api.listCategories()
    if (id === 'new') return { habit: null, draft: newDraft(account.today), categories, notesHtml: '' }
    const params = { id }
    const day = new URL(args.request.url).searchParams.get('day') || account.today
    const [habit, year, history, shown] = await Promise.all([
      api.getHabit({ params }),
      api.getHabitYear({ params }),
      loadShownRows(args.request, (query) => api.listCheckIns({ params, query }), CHECK_IN_STEPS),
      api.listCheckIns({ params, query: { until: day, limit: 1 } }),
    ])
    const checkIn = shown.items.find((kept) => kept.day === day) ?? null
    const notesHtml = habit.notes ? renderMarkdown(habit.notes) : ''
    return { habit, draft: draftOf(habit), categories, notesHtml, year, history, day, checkIn }
  })

export const action = (args: Route.ActionArgs) => {
  const { id } = args.params
  return act(args, async (visitor, form) => {
    const intent = form.get('intent')
    if (intent === 'save') return (await saveDraft(visitor, id, readDraft(form))) ?? redirect('/habits')
    if (intent === 'day') {
      const body = readDay(form)
      await visitor.api.changeCheckIn({ params: { id }, body })
      return redirect(`/habits/${id}?day=${body.day}`)
    }
    form.set('id', id)
    await actOnHabit(visitor, form)
    return redirect('/habits')
  })
}

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function HabitDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { habit, categories, notesHtml } = loaderData
  const draft = answer && 'draft' in answer ? answer.draft : loaderData.draft
  const form = <HabitForm draft={draft} categories={categories} notesHtml={notesHtml} answer={answer} />
  if (!habit) {
    return (
      <Drawer title="New habit" closeTo="/habits">
        {form}
      </Drawer>
    )
  }
  const { year, history, day, checkIn } = loaderData
  return (
    <Drawer title={`Habit: ${habit.name}`} closeTo="/habits">
      <div className={classes.habit}>
        <h2 className={classes.name}>{habit.name}</h2>
        <p className={`quiet ${classes.schedule}`}>{habit.scheduleInWords}</p>
        <Figures habit={habit} strength={year.strength} before={year.strengthBefore} />
        <YearMap year={year} chosen={day} />
        <DayForm key={`${day} ${checkIn?.at}`} habit={habit} day={day} checkIn={checkIn} answer={answer} />
        <History habit={habit} history={history} />
        <details className={classes.change} open={Boolean(answer && 'draft' in answer)}>
          <summary>Change the habit</summary>
          {form}
        </details>
        <Steps habit={habit} />
      </div>
    </Drawer>
  )
}

function Figures({ habit, strength, before }: { habit: Habit; strength: number; before: number }) {
  const { streak, bestStreak, streakUnit } = habit
  const change = strength - before
  return (
    <dl className={classes.figures}>
      <div>
        <dt>In a row</dt>
        <dd>{sayStreak(streak, streakUnit)}</dd>
      </div>
      <div>
        <dt>Best</dt>
        <dd>{sayStreak(bestStreak, streakUnit)}</dd>
      </div>
      <div title="It grows with each day that is done, and a missed one takes a little: it never begins again.">
        <dt>Strength</dt>
        <dd>
          {strength}%{' '}
          {change !== 0 && (
            <span className={classes.trend}>
              {change > 0 ? '+' : '−'}
              {Math.abs(change)} in 30 days
            </span>
          )}
        </dd>
      </div>
    </dl>
  )
}

function Steps({ habit: { id, name, paused } }: { habit: Habit }) {
  const { notify } = useNotices()
  const offerUndo = (words: string, intent: string) =>
    notify({ words, undo: { action: '/habits', fields: { intent, id } } })
  return (
    <Form method="post" className={fields.steps}>
      <button
        type="submit"
        name="intent"
        value={paused ? 'resume' : 'pause'}
        className={fields.quietButton}
        onClick={() => !paused && offerUndo(`“${name}” is paused`, 'resume')}
      >
        {paused ? 'Resume' : 'Pause'}
      </button>
      <button
        type="submit"
        name="intent"
        value="delete"
        className={`${fields.quietButton} ${fields.push}`}
        data-tone="danger"
        onClick={() => offerUndo(`Deleted “${name}” with its history`, 'restore')}
      >
        Delete
      </button>
    </Form>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Habit" closeTo="/habits">
      <ErrorView error={error} />
    </Drawer>
  )
}
