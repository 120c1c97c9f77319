import { activity, type Deed, type DeedAction } from '@ichrisbirch/contract/activity'
import { type DeedRow, linkOf, listDeeds, listPresent, type WrittenRow } from '@ichrisbirch/db/activity'
import { undoDeed } from '@ichrisbirch/db/activity-undo'
import type { Database } from '@ichrisbirch/db/database'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { planAfterUndo } from './tasks.ts'

const CHANGED_SINCE = 'It has been changed since: what is newer stays as it is.'

export function activityRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, activity, options, {
    async listActivity({ owner, db, query: { record, via, limit, after } }) {
      const before = readPageKey(after, 'instant')?.id
      const page = toPage(
        await listDeeds(db, owner.id, { record, via, before, limit: limit + 1 }),
        limit,
        ({ at }) => at,
      )
      return { ...page, items: await toDeeds(db, owner, page.items) }
    },

    async undoDeed({ owner, db, params }) {
      await db.transaction((tx) => takeBack(tx, owner, params.id)).catch(refuseConflict)
      const [deed] = await toDeeds(db, owner, await listDeeds(db, owner.id, { deed: params.id, limit: 1 }))
      return found(deed, 'act')
    },
  })
}

async function takeBack(tx: Database, owner: Owner, id: string): Promise<void> {
  const outcome = await undoDeed(tx, owner.id, id)
  if (outcome === 'unknown') throw notFound('act')
  if (outcome === 'undone already') return
  if (outcome === 'changed since') throw new Refusal('changed_meanwhile', CHANGED_SINCE)
  for (const { tableName, record } of outcome)
    if (tableName === 'tasks' && record !== null) await planAfterUndo(tx, owner, record)
}

/** A former value whose place is taken, or whose category is gone, cannot come back. */
function refuseConflict(error: unknown): never {
  const { code } = ((error as { cause?: unknown }).cause ?? error) as { code?: string }
  if (typeof code === 'string' && code.startsWith('23')) throw new Refusal('changed_meanwhile', CHANGED_SINCE)
  throw error
}

async function toDeeds(db: Database, owner: Owner, rows: DeedRow[]): Promise<Deed[]> {
  const mains = rows.map((deed) => ({ deed, ...mainOf(deed.rows) }))
  const present = await listPresent(
    db,
    owner.id,
    mains.map(({ row }) => row),
  )
  return mains.map(({ deed: { id, at, via, count, undone, canUndo }, row, action }) => ({
    id,
    at,
    via,
    action,
    table: row.recordTable,
    record: row.record,
    title: row.title,
    link: row.record && present.has(`${row.recordTable} ${row.record}`) ? linkOf(row.recordTable, row.record) : null,
    count,
    changes: action === 'changed' ? changesOf(row) : [],
    undone,
    canUndo: canUndo && !undone,
  }))
}

function changesOf({ before, after }: WrittenRow): Deed['changes'] {
  return Object.keys(before ?? {}).map((field) => ({
    field,
    before: before?.[field] ?? null,
    after: after?.[field] ?? null,
  }))
}

/** What an act is called by, the most telling first: to complete a task may also plan its autotask. */
const TELLING: DeedAction[] = [
  'added',
  'deleted',
  'restored',
  'finished',
  'reopened',
  'skipped',
  'removed',
  'changed',
  'moved',
]

function mainOf(rows: WrittenRow[]): { row: WrittenRow; action: DeedAction } {
  const told = rows.map((row) => ({ row, action: actionOf(row) }))
  // Everything that carries a category follows when it is renamed.
  const category = told.find(({ row }) => row.tableName === 'categories')
  const rank = ({ action, row }: (typeof told)[number]) =>
    TELLING.indexOf(action) + (row.tableName === row.recordTable || row.tableName === 'habit_check_ins' ? 0 : 0.5)
  const main = category ?? told.toSorted((a, b) => rank(a) - rank(b))[0]
  if (!main) throw new Error('a deed wrote nothing')
  return main
}

const OF_CHECK_INS: Record<string, DeedAction> = { done: 'finished', open: 'reopened', skipped: 'skipped' }

function actionOf({ operation, tableName, recordTable, before, after }: WrittenRow): DeedAction {
  const state = after?.['state']
  if (tableName === 'habit_check_ins' && operation !== 'delete')
    return (state && OF_CHECK_INS[state]) || (operation === 'insert' ? 'finished' : 'changed')
  if (operation === 'delete')
    return tableName === 'habit_check_ins' ? 'reopened' : tableName === recordTable ? 'removed' : 'changed'
  if (operation === 'insert') return tableName === recordTable ? 'added' : 'changed'
  const fields = Object.keys(before ?? {})
  if (fields.includes('deleted_at')) return after?.['deleted_at'] ? 'deleted' : 'restored'
  const finished = fields.find((field) => field === 'completed_at' || field === 'archived_at')
  if (finished) return after?.[finished] ? 'finished' : 'reopened'
  if (fields.includes('shelf') && after?.['shelf'] === 'read') return 'finished'
  return fields.length === 1 && fields[0] === 'position' ? 'moved' : 'changed'
}
