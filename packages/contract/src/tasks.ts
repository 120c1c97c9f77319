import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

/** A deleted task can be restored for this many days. */
export const DAYS_TO_RESTORE = 30

export const Task = z
  .object({
    id: Id,
    name: z.string(),
    notes: z.string().nullable().describe('Markdown'),
    category: z.string().nullable(),
    dueDay: z.string().nullable(),
    position: z.string().describe("the task's place in the manual order, compared as text by code unit"),
    autotaskId: z.string().nullable().describe('the autotask that made it'),
    createdAt: Instant,
    updatedAt: Instant,
    completedAt: Instant.nullable(),
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof Task>

const fields = {
  name: line(500).describe('what is to be done'),
  notes: markdown(100_000).nullable().optional(),
  category: line(60).nullable().optional().describe("the name of one of the person's categories"),
  dueDay: Day.nullable().optional(),
}

export const NewTask = z
  .strictObject({
    ...fields,
    id: Id.optional(),
    place: z.enum(['first', 'last']).default('last').describe('where in the manual order'),
  })
  .meta({ examples: [{ name: 'Buy milk', dueDay: '2026-12-24' }] })
export type NewTask = z.output<typeof NewTask>

export const TaskChange = z
  .strictObject({ ...fields, name: fields.name.optional() })
  .meta({ examples: [{ name: 'Buy bread' }] })
export type TaskChange = z.output<typeof TaskChange>

export const TaskFilter = z.strictObject({
  status: z.enum(['open', 'completed', 'all', 'deleted']).default('open'),
  category: z.string().max(60).optional().describe('one category; empty for tasks without one'),
  due: Day.optional().describe('due on this day or earlier'),
  from: Day.optional().describe('completed on this day or later'),
  to: Day.optional().describe('completed on this day or earlier'),
  ...pageQuery,
})
export type TaskFilter = z.output<typeof TaskFilter>

const taskParams = z.strictObject({ id: Id })

export const tasks = {
  listTasks: endpoint({
    method: 'GET',
    path: '/tasks/',
    summary: 'List tasks: open ones in manual order, completed and deleted ones newest first',
    status: 200,
    query: TaskFilter,
    answer: page(Task),
    tool: 'read',
  }),
  searchTasks: endpoint({
    method: 'GET',
    path: '/tasks/search/',
    summary: 'Search names and notes by words and beginnings of words, best match first',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'milk' }] }),
    answer: page(Task),
    tool: 'read',
  }),
  countCompletedTasks: endpoint({
    method: 'GET',
    path: '/tasks/completed-days/',
    summary: 'How many tasks were completed on each day, days without any included',
    status: 200,
    query: z
      .strictObject({ from: Day, to: Day })
      .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
        message: 'must be on or after `from`, and at most a year later',
        path: ['to'],
      })
      .meta({ examples: [{ from: '2026-01-01', to: '2026-01-31' }] }),
    answer: z.object({ days: z.array(z.object({ day: z.string(), count: z.int() })) }),
  }),
  getTask: endpoint({
    method: 'GET',
    path: '/tasks/:id/',
    summary: 'One task',
    status: 200,
    params: taskParams,
    answer: Task,
  }),
  createTask: endpoint({
    method: 'POST',
    path: '/tasks/',
    summary: 'Add a task',
    status: 201,
    body: NewTask,
    answer: Task,
    tool: 'write',
    quickAdd: true,
  }),
  changeTask: endpoint({
    method: 'PATCH',
    path: '/tasks/:id/',
    summary: 'Change a task: absent fields stay, null clears',
    status: 200,
    params: taskParams,
    body: TaskChange,
    answer: Task,
    tool: 'write',
  }),
  completeTask: endpoint({
    method: 'POST',
    path: '/tasks/:id/complete/',
    summary: 'Complete a task; a completed one stays as it is',
    status: 200,
    params: taskParams,
    answer: Task,
    tool: 'write',
  }),
  reopenTask: endpoint({
    method: 'POST',
    path: '/tasks/:id/reopen/',
    summary: 'Reopen a completed task, at its old place',
    status: 200,
    params: taskParams,
    answer: Task,
    tool: 'write',
  }),
  moveTask: endpoint({
    method: 'POST',
    path: '/tasks/:id/move/',
    summary: 'Put a task behind another in the manual order, or first',
    status: 200,
    params: taskParams,
    body: z
      .strictObject({ behind: Id.nullable().describe('the task that comes just before, null to be first') })
      .meta({ examples: [{ behind: null }] }),
    answer: Task,
  }),
  deleteTask: endpoint({
    method: 'DELETE',
    path: '/tasks/:id/',
    summary: `Delete a task; it can be restored for ${DAYS_TO_RESTORE} days`,
    status: 204,
    params: taskParams,
  }),
  restoreTask: endpoint({
    method: 'POST',
    path: '/tasks/:id/restore/',
    summary: 'Restore a deleted task',
    status: 200,
    params: taskParams,
    answer: Task,
  }),
}
