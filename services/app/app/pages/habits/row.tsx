import type { Habit } from '@ichrisbirch/contract/habits'
import { type FocusEvent, useRef } from 'react'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useWaitingIntents } from '../../outbox/use-outbox.ts'
import rows from '../../parts/row.module.css'
import { useSwipe } from '../../parts/use-swipe.ts'
import { Recent } from './recent.tsx'
import classes from './row.module.css'
import { sayStanding } from './say.ts'

/** One habit of today: ticked or counted where it stands, with how it went lately. All of it is one plain form. */
export function HabitRow({ habit }: { habit: Habit }) {
  const fetcher = useFetcher<Answer>()
  const form = useRef<HTMLFormElement>(null)
  useAnswer(fetcher.data)
  const { id, name } = habit
  const waiting = useWaitingIntents().get(id)
  const intent = fetcher.formData?.get('intent') ?? waiting
  const state = { tick: 'done', open: 'open', skip: 'skipped' }[String(intent)] ?? habit.state
  const press = (wanted: string) =>
    form.current?.requestSubmit(form.current.querySelector<HTMLButtonElement>(`button[value="${wanted}"]`))
  const swipe = useSwipe({ right: () => press(state === 'done' ? 'open' : 'tick'), left: () => press('skip') })
  return (
    <li
      className={`${rows.row} ${classes.row}`}
      data-row={id}
      data-done={state === 'done' || undefined}
      data-skipped={state === 'skipped' || undefined}
      data-rests={(state === 'open' && !habit.isLeft) || undefined}
    >
      {swipe.side && (
        <div className={rows.under} data-swipe={swipe.side === 'right' ? 'right' : undefined} aria-hidden>
          {swipe.side === 'right' ? 'Done' : 'Skip'}
        </div>
      )}
      <fetcher.Form
        ref={form}
        method="post"
        action="/habits"
        className={rows.line}
        data-swipe={swipe.side}
        style={swipe.style}
        {...swipe.handlers}
      >
        <Before habit={habit} />
        {/* First of the buttons: what Enter in the field presses. */}
        {habit.target !== null && (
          <button type="submit" name="intent" value="amount" className="unseen" tabIndex={-1} aria-hidden>
            Save
          </button>
        )}
        <button
          type="submit"
          name="intent"
          value={state === 'open' ? 'tick' : 'open'}
          className={rows.tick}
          aria-label={state === 'open' ? `Tick ${name}` : `Take back ${name}`}
          data-row-tick
        />
        <span className={`${rows.lines} ${classes.lines}`}>
          <Link to={`/habits/${id}`} className={rows.name} preventScrollReset draggable={false} data-row-name>
            {name}
          </Link>
          <span className={classes.standing}>{sayStanding({ ...habit, state: state as Habit['state'] })}</span>
        </span>
        {habit.target !== null && <AmountField habit={habit} onLeave={() => press('amount')} />}
        <Recent days={habit.recent} />
        <span className={rows.actions}>
          <button
            type="submit"
            name="intent"
            value="skip"
            className={rows.action}
            aria-label={`Skip ${name} today`}
            disabled={state === 'skipped'}
          >
            Skip
          </button>
        </span>
      </fetcher.Form>
    </li>
  )
}

/** The day that the page shows, and what was kept of it: a tick just after midnight is still yesterday's. */
function Before({ habit }: { habit: Habit }) {
  return (
    <>
      <input type="hidden" name="id" value={habit.id} />
      <input type="hidden" name="day" value={habit.today} />
      <input type="hidden" name="name" value={habit.name} />
      <input type="hidden" name="seen" value={habit.state} />
      <input type="hidden" name="wasState" value={habit.state} />
      <input type="hidden" name="wasAmount" value={habit.amount ?? ''} />
    </>
  )
}

function AmountField({ habit, onLeave }: { habit: Habit; onLeave: () => void }) {
  const saveChanged = (event: FocusEvent<HTMLInputElement>) => {
    if (event.currentTarget.value.trim() !== (habit.amount ?? '')) onLeave()
  }
  return (
    <input
      key={habit.amount}
      className={`${classes.amount} figures`}
      name="amount"
      inputMode="decimal"
      autoComplete="off"
      aria-label={`${habit.name}: ${habit.unit ?? 'how much'} today`}
      placeholder="0"
      maxLength={13}
      defaultValue={habit.amount ?? ''}
      onBlur={saveChanged}
    />
  )
}

/** A paused or deleted habit, and the button that brings it back. */
export function RestingRow({ habit }: { habit: Habit }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, name, deletedAt } = habit
  const verb = deletedAt ? 'Restore' : 'Resume'
  return (
    <li className={rows.row} data-row={id} hidden={fetcher.state !== 'idle'}>
      <fetcher.Form method="post" action="/habits" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        {deletedAt ? (
          <span className={rows.name}>{name}</span>
        ) : (
          <Link to={`/habits/${id}`} className={rows.name} preventScrollReset data-row-name>
            {name}
          </Link>
        )}
        <span className={rows.facts}>{habit.category && <span className={rows.fact}>{habit.category}</span>}</span>
        <button
          type="submit"
          name="intent"
          value={verb.toLowerCase()}
          className={`${rows.action} ${rows.words}`}
          aria-label={`${verb} ${name}`}
        >
          {verb}
        </button>
      </fetcher.Form>
    </li>
  )
}
