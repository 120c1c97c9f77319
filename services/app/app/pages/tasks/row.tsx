import { useSortable } from '@dnd-kit/sortable'
import type { Task } from '@ichrisbirch/contract/tasks'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconArrowDown, IconArrowUp, IconRepeat, IconTrash } from '../../icons.ts'
import { Day } from '../../parts/day.tsx'
import { useNotices } from '../../parts/notice.tsx'
import rows from '../../parts/row.module.css'
import { useSwipe } from '../../parts/use-swipe.ts'

const UNDO_MS = 2000
const LEAVE_MS = 180
const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const

interface TaskRowProps {
  task: Task
  isDone: boolean
  action: string
  search: string
  /** The intent that moves it one up or down; null at the end of the list. */
  moveUp: string | null
  moveDown: string | null
  onMove: (step: 1 | -1) => void
  onLinger: (isDone: boolean) => void
  onLeave: () => void
}

/** One open task. Everything in it is a form's button, so that it works without scripts too. */
export function TaskRow(props: TaskRowProps) {
  const { task, isDone } = props
  const row = useRef<HTMLLIElement | null>(null)
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({ id: task.id, disabled: isDone })
  const { tick, undo, remove, isRemoving, isLeaving } = useTaskRow(props, row)
  const swipe = useSwipe({ right: tick, left: remove })

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    const does = { complete: tick, reopen: undo, delete: remove, [props.moveUp ?? '']: () => props.onMove(-1) }
    ;(does[button?.value ?? ''] ?? (() => props.onMove(1)))()
  }
  return (
    <li
      ref={(element) => {
        row.current = element
        setNodeRef(element)
      }}
      className={rows.row}
      data-row={task.id}
      data-done={isDone || undefined}
      data-leaving={isLeaving || undefined}
      data-dragged={isDragging || undefined}
      hidden={isRemoving}
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
      {...listeners}
    >
      {swipe.side && (
        <div className={rows.under} data-swipe={swipe.side} aria-hidden>
          {swipe.side === 'right' ? 'Complete' : 'Delete'}
        </div>
      )}
      <form
        method="post"
        action={props.action}
        className={rows.line}
        data-swipe={swipe.side}
        style={swipe.style}
        onSubmit={onSubmit}
        {...swipe.handlers}
      >
        <input type="hidden" name="id" value={task.id} />
        <button
          type="submit"
          name="intent"
          value={isDone ? 'reopen' : 'complete'}
          className={rows.tick}
          aria-label={`${isDone ? 'Reopen' : 'Complete'} ${task.name}`}
          data-row-tick
        />
        <Link
          to={`/tasks/${task.id}${props.search}`}
          className={rows.name}
          draggable={false}
          preventScrollReset
          data-row-name
        >
          {task.name}
        </Link>
        {isDone ? (
          <span className={rows.actions} data-shown>
            <button type="submit" name="intent" value="reopen" className={`${rows.action} ${rows.words}`}>
              Undo
            </button>
          </span>
        ) : (
          <>
            <TaskFacts task={task} />
            <RowActions {...props} />
          </>
        )}
      </form>
    </li>
  )
}

/** Category, due day and where it came from: small, at the right. */
function TaskFacts({ task }: { task: Task }) {
  const { account } = useFrame()
  const due = task.dueDay && (task.dueDay < account.today ? rows.overdue : task.dueDay === account.today && rows.soon)
  return (
    <span className={rows.facts}>
      {task.autotaskId && <IconRepeat size={14} stroke={1.75} role="img" aria-label="Made by an autotask" />}
      {task.category && <span className={rows.fact}>{task.category}</span>}
      {task.dueDay && (
        <span>
          {task.dueDay < account.today && <span className="unseen">Overdue since </span>}
          <Day day={task.dueDay} className={due || undefined} />
        </span>
      )}
    </span>
  )
}

function RowActions({ task, moveUp, moveDown }: TaskRowProps) {
  return (
    <span className={rows.actions}>
      <button
        type="submit"
        name="intent"
        value={moveUp ?? ''}
        disabled={!moveUp}
        className={rows.action}
        aria-label={`Move ${task.name} up`}
      >
        <IconArrowUp {...icon} />
      </button>
      <button
        type="submit"
        name="intent"
        value={moveDown ?? ''}
        disabled={!moveDown}
        className={rows.action}
        aria-label={`Move ${task.name} down`}
      >
        <IconArrowDown {...icon} />
      </button>
      <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${task.name}`}>
        <IconTrash {...icon} />
      </button>
    </span>
  )
}

/** Ticking strikes the row, waits two seconds with Undo, then the row leaves. */
function useTaskRow(
  { task, isDone, action, onLinger, onLeave }: TaskRowProps,
  row: React.RefObject<HTMLLIElement | null>,
) {
  const fetcher = useFetcher<Answer>()
  const { notify, announce } = useNotices()
  const sent = useRef<Promise<void>>(undefined)
  const [isLeaving, setLeaving] = useState(false)
  const problem = fetcher.data?.problem
  useAnswer(problem && fetcher.data)
  /** One after the other, however fast they are pressed: the server must see them in this order. */
  const submit = (intent: string, seen = '') => {
    const fields = { intent, id: task.id, name: task.name, seen }
    const sending = Promise.resolve(sent.current).then(() => fetcher.submit(fields, { method: 'post', action }))
    sent.current = sending
    return sending
  }

  useEffect(() => {
    if (!isDone) return
    const strike = setTimeout(() => {
      setLeaving(true)
      focusBeside(row.current)
    }, UNDO_MS)
    const leave = setTimeout(onLeave, UNDO_MS + LEAVE_MS)
    return () => {
      clearTimeout(strike)
      clearTimeout(leave)
      setLeaving(false)
    }
    // Timed from the tick: a new function from the list must not begin it again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDone])

  useEffect(() => {
    // Not completed after all: the list of the server still has it.
    if (problem) onLeave()
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [problem])

  return {
    tick: () => {
      if (isDone) return
      onLinger(true)
      announce(`Completed ${task.name}. Undo is the next button.`)
      void submit('complete', task.updatedAt)
    },
    undo: () => {
      onLinger(false)
      announce(`${task.name} is open again`)
      const taking = submit('reopen')
      // Unless it was ticked again meanwhile.
      void taking.then(() => sent.current === taking && onLeave())
    },
    remove: () => {
      focusBeside(row.current)
      void submit('delete')
      notify({
        words: `Deleted “${task.name}”`,
        undo: { action: '/tasks', fields: { intent: 'restore', id: task.id } },
      })
    },
    isRemoving: fetcher.formData?.get('intent') === 'delete',
    isLeaving,
  }
}

/** Keeps the keyboard in the list when the row it is in goes away. */
function focusBeside(row: HTMLElement | null) {
  if (!row?.contains(document.activeElement)) return
  const beside = row.nextElementSibling ?? row.previousElementSibling
  beside?.querySelector<HTMLElement>('[data-row-name]')?.focus()
}
