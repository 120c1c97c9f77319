import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import type { Task } from '@ichrisbirch/contract/tasks'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { useWaitingIntents } from '../../outbox/use-outbox.ts'
import { useNotices } from '../../parts/notice.tsx'
import rows from '../../parts/row.module.css'
import { TaskRow } from './row.tsx'
import { useLingering } from './use-lingering.ts'
import { useOrder } from './use-order.ts'

interface TaskListProps {
  items: Task[]
  /** Where the rows' forms go. */
  action: string
  /** Kept in the addresses of the rows, so that closing one comes back to the same list. */
  search: string
}

/** The open tasks in their manual order, to be ticked, moved by pointer, finger or keyboard, and opened. */
export function TaskList({ items, action, search }: TaskListProps) {
  const waiting = useWaitingIntents()
  // Ticked without a connection: done as far as this device knows.
  const { shown, linger, leave } = useLingering(items.filter(({ id }) => waiting.get(id) !== 'complete'))
  const { ordered, move } = useOrder(shown, action)
  const { announce } = useNotices()
  const list = useRef<HTMLUListElement>(null)
  const focusNext = useRef<string | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
  )

  // A row that is put elsewhere in the document loses the focus on the way.
  useLayoutEffect(() => {
    if (!focusNext.current) return
    const row = list.current?.querySelector(`[data-row="${focusNext.current}"]`)
    row?.querySelector<HTMLElement>('[data-row-name]')?.focus()
    focusNext.current = null
  })

  const moveTo = (id: string, index: number) => {
    const task = ordered.find((row) => row.task.id === id)
    const from = task ? ordered.indexOf(task) : -1
    if (!task || index < 0 || index >= ordered.length || index === from) return
    move(id, index)
    announce(`${task.task.name}, now ${index + 1} of ${ordered.length}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row
    if (!step || !id) return
    event.preventDefault()
    focusNext.current = id
    moveTo(id, ordered.findIndex(({ task }) => task.id === id) + step)
  }
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over)
      moveTo(
        String(active.id),
        ordered.findIndex(({ task }) => task.id === over.id),
      )
  }

  const ids = ordered.map(({ task }) => task.id)
  if (ids.length === 0) return null
  return (
    <DndContext
      id="tasks"
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDownOnly]}
      onDragStart={ignoreClickOfDrag}
      onDragEnd={onDragEnd}
      // Moving by keyboard is ours (Alt and an arrow) and says so itself.
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: '' } }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ul ref={list} className={rows.list} aria-label="Open tasks" onKeyDown={onKeyDown}>
          {ordered.map(({ task, isDone }, index) => (
            <TaskRow
              key={task.id}
              task={task}
              isDone={isDone}
              action={action}
              search={search}
              // Up: behind the one before the one before; nothing there means first.
              moveUp={index > 0 ? `move ${ids[index - 2] ?? ''}` : null}
              moveDown={index < ids.length - 1 ? `move ${ids[index + 1]}` : null}
              onMove={(step) => moveTo(task.id, index + step)}
              onLinger={(done) => linger(task, ids[index - 1] ?? null, done)}
              onLeave={() => leave(task.id)}
            />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  )
}

const upAndDownOnly = ({ transform }: { transform: { x: number; y: number; scaleX: number; scaleY: number } }) => ({
  ...transform,
  x: 0,
})

const silent = { onDragStart: () => '', onDragOver: () => '', onDragEnd: () => '', onDragCancel: () => '' }

/** Letting go of a row is a click on its link as far as the browser knows. */
function ignoreClickOfDrag() {
  const ignore = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener('click', ignore, { capture: true })
  const end = () => setTimeout(() => document.removeEventListener('click', ignore, { capture: true }), 50)
  document.addEventListener('pointerup', end, { once: true })
  document.addEventListener('touchend', end, { once: true })
}
