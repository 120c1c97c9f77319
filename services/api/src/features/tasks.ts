import { NO_SLOT, slotAfterCompletion } from '@ichrisbirch/contract/autotasks'
import { addDays, dayAt, instantOf } from '@ichrisbirch/contract/days'
import { type NewTask, tasks } from '@ichrisbirch/contract/tasks'
import * as autotaskRows from '@ichrisbirch/db/autotasks'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/tasks'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { categoryNamed } from './categories.ts'

export function tasksRoutes(app: FastifyInstance, options: RouteOptions): void {
  const listOpenTasks = rows.prepareListOpenTasks(options.db)

  implement(app, tasks, options, {
    async listTasks({ owner, db, query }) {
      const { status, category, due, from, to, limit } = query
      const key = rows.SORT_KEY[status]
      const after = readPageKey(query.after, key === 'position' ? 'position' : 'instant')
      const isFirstOfAll = status === 'open' && !after && category === undefined && !due && !from && !to
      const list = isFirstOfAll
        ? await listOpenTasks(owner.id, limit + 1)
        : await rows.listTasks(db, owner.id, {
            status,
            category,
            due,
            completedFrom: from && instantOf(from, 0, owner).toISOString(),
            completedBefore: to && instantOf(addDays(to, 1), 0, owner).toISOString(),
            limit: limit + 1,
            after,
          })
      return toPage(list, limit, (task) => task[key])
    },

    async searchTasks({ owner, db, query }) {
      const words = query.q.match(/[\p{L}\p{N}]+/gu) ?? []
      return { items: words.length ? await rows.searchTasks(db, owner.id, words, query.limit) : [], next: null }
    },

    async countCompletedTasks({ owner, db, query: { from, to } }) {
      const counts = new Map<string, number>()
      for (let day = from; day <= to; day = addDays(day, 1)) counts.set(day, 0)
      const before = instantOf(addDays(to, 1), 0, owner)
      const completions = await rows.listCompletions(
        db,
        owner.id,
        instantOf(from, 0, owner).toISOString(),
        before.toISOString(),
      )
      for (const instant of completions) {
        const day = dayAt(instant, owner)
        counts.set(day, (counts.get(day) ?? 0) + 1)
      }
      return { days: [...counts].map(([day, count]) => ({ day, count })) }
    },

    async getTask({ owner, db, params }) {
      return found(await rows.findTask(db, owner.id, params.id), 'task')
    },

    async createTask({ owner, db, body }) {
      const { place, ...fields } = body
      const category = await categoryNamed(db, owner, fields.category)
      const task = { ...fields, category, id: fields.id ?? newId() }
      const made = await db.transaction((tx) => rows.insertTask(tx, owner.id, task, place))
      return made ?? sameTask(db, owner, task)
    },

    async changeTask({ owner, db, params, body }) {
      const category = await categoryNamed(db, owner, body.category)
      return found(await rows.changeTask(db, owner.id, params.id, { ...body, category }), 'task')
    },

    async completeTask({ owner, db, params }) {
      return db.transaction(async (tx) => {
        const done = await rows.setTaskState(tx, owner.id, params.id, 'completed')
        if (done) await planAfterDone(tx, owner, done)
        return done ?? unchanged(tx, owner, params.id)
      })
    },

    async reopenTask({ owner, db, params }) {
      return db.transaction(async (tx) => {
        const open = await rows.setTaskState(tx, owner.id, params.id, 'open')
        if (open) await waitForDone(tx, owner, open)
        return open ?? unchanged(tx, owner, params.id)
      })
    },

    async moveTask({ owner, db, params, body }) {
      if (params.id === body.behind) return unchanged(db, owner, params.id)
      return found(await db.transaction((tx) => rows.moveTask(tx, owner.id, params.id, body.behind)), 'task')
    },

    async deleteTask({ owner, db, params }) {
      await db.transaction(async (tx) => {
        const gone = found(await rows.setTaskState(tx, owner.id, params.id, 'deleted'), 'task')
        if (gone.completedAt === null) await planAfterDone(tx, owner, gone)
      })
      return undefined
    },

    async restoreTask({ owner, db, params }) {
      return db.transaction(async (tx) => {
        const back = await rows.setTaskState(tx, owner.id, params.id, 'restored')
        if (back?.completedAt === null) await waitForDone(tx, owner, back)
        return back ?? unchanged(tx, owner, params.id)
      })
    },
  })
}

/** Plans what waits for a task, after its state was changed by an undo. */
export async function planAfterUndo(tx: Database, owner: Owner, taskId: string): Promise<void> {
  const task = await rows.findTask(tx, owner.id, taskId)
  if (!task) return
  if (task.completedAt === null && task.deletedAt === null) await waitForDone(tx, owner, task)
  else await planAfterDone(tx, owner, task)
}

async function unchanged(db: Database, owner: Owner, id: string): Promise<rows.TaskRow> {
  const task = found(await rows.findTask(db, owner.id, id), 'task')
  if (task.deletedAt) throw notFound('task')
  return task
}

/** A repeated create with the same id and content is the same create; any other use of a taken id is refused. */
async function sameTask(
  db: Database,
  owner: Owner,
  task: Omit<NewTask, 'place'> & { id: string },
): Promise<rows.TaskRow> {
  const there = await rows.findTask(db, owner.id, task.id)
  const isSame =
    there &&
    there.name === task.name &&
    there.notes === (task.notes ?? null) &&
    there.category === (task.category ?? null) &&
    there.dueDay === (task.dueDay ?? null)
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}

/** An autotask that repeats from completion is planned when its copy is done, or deleted. */
async function planAfterDone(tx: Database, owner: Owner, task: rows.TaskRow): Promise<void> {
  const autotask = await waitingAutotask(tx, owner, task)
  if (!autotask || autotask.paused || autotask.nextDay !== null) return
  await autotaskRows.changeAutotask(
    tx,
    owner.id,
    autotask.id,
    slotAfterCompletion(autotask, dayAt(new Date(), owner), owner),
  )
}

/** Its copy is open again: the next one waits for it. */
async function waitForDone(tx: Database, owner: Owner, task: rows.TaskRow): Promise<void> {
  const autotask = await waitingAutotask(tx, owner, task)
  if (!autotask || !task.autotaskId) return
  if (await autotaskRows.isNewestCopy(tx, { id: task.id, autotaskId: task.autotaskId })) {
    await autotaskRows.changeAutotask(tx, owner.id, autotask.id, NO_SLOT)
  }
}

async function waitingAutotask(tx: Database, owner: Owner, task: rows.TaskRow) {
  if (!task.autotaskId) return undefined
  const autotask = await autotaskRows.lockAutotask(tx, owner.id, task.autotaskId)
  return autotask?.repeatFrom === 'completion' && !autotask.deletedAt ? autotask : undefined
}
