import type { TodayTask, Today } from '@ichrisbirch/contract/today'
import { useFrame } from '../../frame/use-frame.ts'
import { IconRepeat } from '../../icons.ts'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import { TickPart } from './tick-part.tsx'

/** The tasks of the day and those before it that are still open. */
export function TasksOfToday({ overdue, due }: Pick<Today, 'overdue' | 'due'>) {
  return (
    <>
      <Tasks heading="Overdue" list={overdue} />
      <Tasks heading="Due today" list={due} />
    </>
  )
}

function Tasks({ heading, list }: { heading: string; list: Today['due'] }) {
  return (
    <TickPart
      heading={heading}
      {...list}
      rest="/tasks"
      kind="tasks"
      tick="complete"
      untick="reopen"
      to={(task) => `/tasks/${task.id}`}
      version={(task) => task.updatedAt}
      facts={(task) => <TaskFacts task={task} />}
    />
  )
}

function TaskFacts({ task }: { task: TodayTask }) {
  const { account } = useFrame()
  return (
    <>
      {task.autotaskId && <IconRepeat size={14} stroke={1.75} role="img" aria-label="Made by an autotask" />}
      {task.category && <span className={rows.fact}>{task.category}</span>}
      {task.dueDay && task.dueDay < account.today && <Day day={task.dueDay} className={rows.overdue} />}
    </>
  )
}
