import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import {
  type AnyPgColumn,
  customType,
  date,
  foreignKey,
  index,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { generateKeyBetween } from 'fractional-indexing'
import { autotasks } from './autotasks.ts'
import { categories } from './categories.ts'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { prepareQuery, selectList } from './prepared.ts'

/** Compared by code unit, as fractional-indexing makes its keys: a language's collation would mix them up. */
const position = customType<{ data: string }>({ dataType: () => 'text collate "C"' })
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    notes: text('notes'),
    category: text('category'),
    dueDay: date('due_day', { mode: 'string' }),
    position: position('position').notNull(),
    autotaskId: uuid('autotask_id').references((): AnyPgColumn => autotasks.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    completedAt: instant('completed_at'),
    deletedAt: instant('deleted_at'),
    // 'simple': a person writes in more than one language, and stemming one spoils the others.
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    foreignKey({
      name: 'tasks_category',
      columns: [table.ownerId, table.category],
      foreignColumns: [categories.ownerId, categories.name],
    }).onUpdate('cascade'),
    uniqueIndex('tasks_position').on(table.ownerId, table.position),
    index('tasks_open')
      .on(table.ownerId, table.position)
      .where(sql`${table.completedAt} is null and ${table.deletedAt} is null`),
    // What Today shows: the day's own tasks, and the latest of those that were due before.
    index('tasks_due')
      .on(table.ownerId, table.dueDay, table.position)
      .where(sql`${table.completedAt} is null and ${table.deletedAt} is null and ${table.dueDay} is not null`),
    index('tasks_completed')
      .on(table.ownerId, table.completedAt, table.id)
      .where(sql`${table.completedAt} is not null and ${table.deletedAt} is null`),
    // What carries a category, for its rename; and how many of those are open, for its number.
    index('tasks_of_category').on(table.ownerId, table.category, table.completedAt, table.deletedAt),
    index('tasks_created').on(table.ownerId, table.createdAt, table.id),
    index('tasks_autotask').on(table.autotaskId),
    index('tasks_search').using('gin', table.search),
    index('tasks_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(tasks)
export type TaskRow = Omit<typeof tasks.$inferSelect, 'ownerId' | 'search'>

const isOpen = and(isNull(tasks.completedAt), isNull(tasks.deletedAt))

export interface TaskFilterRow {
  status: 'open' | 'completed' | 'all' | 'deleted'
  /** One category; empty for tasks without one. */
  category?: string | undefined
  /** Due on this day or earlier. */
  due?: string | undefined
  /** Instants: completed at or after, and before. */
  completedFrom?: string | undefined
  completedBefore?: string | undefined
  limit: number
  /** The sort value and id of the last row of the page before. */
  after?: { value: string; id: string } | undefined
}

/** The column that a list is ordered and paged by. */
export const SORT_KEY = { open: 'position', completed: 'completedAt', all: 'createdAt', deleted: 'deletedAt' } as const

/** Up to `limit` tasks: open ones in manual order, the others newest first. */
export function listTasks(db: Database, owner: string, filter: TaskFilterRow): Promise<TaskRow[]> {
  const key = tasks[SORT_KEY[filter.status]]
  const isManual = filter.status === 'open'
  return db
    .select(columns)
    .from(tasks)
    .where(and(eq(tasks.ownerId, owner), ...conditions(filter), pageAfter(key, isManual, filter.after)))
    .orderBy(isManual ? asc(key) : desc(key), isManual ? asc(tasks.id) : desc(tasks.id))
    .limit(filter.limit)
}

function conditions(filter: TaskFilterRow): (SQL | undefined)[] {
  const { category, due, completedFrom, completedBefore } = filter
  return [
    filter.status === 'deleted' ? isNotNull(tasks.deletedAt) : isNull(tasks.deletedAt),
    filter.status === 'open' ? isNull(tasks.completedAt) : undefined,
    filter.status === 'completed' ? isNotNull(tasks.completedAt) : undefined,
    category === undefined ? undefined : category === '' ? isNull(tasks.category) : eq(tasks.category, category),
    due === undefined ? undefined : lte(tasks.dueDay, due),
    completedFrom === undefined ? undefined : gte(tasks.completedAt, completedFrom),
    completedBefore === undefined ? undefined : lt(tasks.completedAt, completedBefore),
  ]
}

function pageAfter(key: AnyPgColumn, isManual: boolean, after: TaskFilterRow['after']): SQL | undefined {
  if (!after) return undefined
  const value = sql`(${sql.param(after.value, key)}, ${after.id}::uuid)`
  return isManual ? sql`(${key}, ${tasks.id}) > ${value}` : sql`(${key}, ${tasks.id}) < ${value}`
}

/** The list that people load most, made ready once: the first page of open tasks. */
export function prepareListOpenTasks(db: NodePgDatabase): (owner: string, limit: number) => Promise<TaskRow[]> {
  return prepareQuery(
    db,
    'list_open_tasks',
    `select ${selectList(columns)} from tasks
     where owner_id = $1 and completed_at is null and deleted_at is null
     order by position, id limit $2`,
  )
}

/** Words and beginnings of words in names and notes, best match first; names count more than notes. */
export function searchTasks(db: Database, owner: string, words: string[], limit: number): Promise<TaskRow[]> {
  // Each word is quoted, so that nothing a person types is read as a tsquery operator.
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word.replace(/['\\]/g, ' ')}':*`).join(' & ')})`
  return db
    .select(columns)
    .from(tasks)
    .where(and(eq(tasks.ownerId, owner), isNull(tasks.deletedAt), sql`${tasks.search} @@ ${query}`))
    .orderBy(desc(sql`ts_rank(${tasks.search}, ${query})`), sql`${tasks.completedAt} is not null`, desc(tasks.id))
    .limit(limit)
}

/** The instants of completion in a range: the caller counts them by the owner's days. */
export async function listCompletions(db: Database, owner: string, from: string, before: string): Promise<string[]> {
  const rows = await db
    .select({ at: tasks.completedAt })
    .from(tasks)
    .where(
      and(
        eq(tasks.ownerId, owner),
        isNull(tasks.deletedAt),
        gte(tasks.completedAt, from),
        lt(tasks.completedAt, before),
      ),
    )
  return rows.flatMap((row) => row.at ?? [])
}

export async function findTask(db: Database, owner: string, taskId: string): Promise<TaskRow | undefined> {
  return (await db.select(columns).from(tasks).where(mine(owner, taskId)))[0]
}

export interface NewTaskRow {
  id: string
  name: string
  notes?: string | null | undefined
  category?: string | null | undefined
  dueDay?: string | null | undefined
  autotaskId?: string | undefined
}

/** @returns undefined when the id is taken. Must run in a transaction: the owner's order is locked until it ends. */
export async function insertTask(
  db: Database,
  owner: string,
  task: NewTaskRow,
  place: 'first' | 'last',
): Promise<TaskRow | undefined> {
  await lockOrder(db, owner)
  const [edge] = await db
    .select({ position: tasks.position })
    .from(tasks)
    .where(eq(tasks.ownerId, owner))
    .orderBy(place === 'first' ? asc(tasks.position) : desc(tasks.position))
    .limit(1)
  const at = edge?.position ?? null
  const rows = await db
    .insert(tasks)
    .values({
      ...task,
      ownerId: owner,
      position: place === 'first' ? generateKeyBetween(null, at) : generateKeyBetween(at, null),
    })
    .onConflictDoNothing({ target: tasks.id })
    .returning(columns)
  return rows[0]
}

/** Writes one row, whatever the length of the list. Must run in a transaction. `behind` null is first. */
export async function moveTask(
  db: Database,
  owner: string,
  taskId: string,
  behind: string | null,
): Promise<TaskRow | undefined> {
  await lockOrder(db, owner)
  const before = behind === null ? null : (await findTask(db, owner, behind))?.position
  if (before === undefined) return undefined
  const [next] = await db
    .select({ position: tasks.position })
    .from(tasks)
    .where(
      and(
        eq(tasks.ownerId, owner),
        sql`${tasks.id} <> ${taskId}`,
        before === null ? undefined : gt(tasks.position, before),
      ),
    )
    .orderBy(asc(tasks.position))
    .limit(1)
  return changeTask(db, owner, taskId, { position: generateKeyBetween(before, next?.position ?? null) })
}

/** Two placements at once would choose the same position; they wait for each other, per owner. */
async function lockOrder(db: Database, owner: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`tasks ${owner}`}, 0))`)
}

type TaskChangeRow = Changes<Pick<typeof tasks.$inferInsert, 'name' | 'notes' | 'category' | 'dueDay' | 'position'>>

export async function changeTask(
  db: Database,
  owner: string,
  taskId: string,
  change: TaskChangeRow,
): Promise<TaskRow | undefined> {
  const rows = await db
    .update(tasks)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, taskId), isNull(tasks.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** @returns the task when this call changed it, undefined when it was so already or is not there. */
export async function setTaskState(
  db: Database,
  owner: string,
  taskId: string,
  state: 'completed' | 'open' | 'deleted' | 'restored',
): Promise<TaskRow | undefined> {
  const transition = {
    completed: { set: { completedAt: sql`now()` }, from: isOpen },
    open: { set: { completedAt: null }, from: and(isNotNull(tasks.completedAt), isNull(tasks.deletedAt)) },
    deleted: { set: { deletedAt: sql`now()` }, from: isNull(tasks.deletedAt) },
    restored: {
      set: { deletedAt: null },
      from: sql`${tasks.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
    },
  }[state]
  const rows = await db
    .update(tasks)
    .set({ ...transition.set, updatedAt: sql`now()` })
    .where(and(mine(owner, taskId), transition.from))
    .returning(columns)
  return rows[0]
}

function mine(owner: string, taskId: string): SQL | undefined {
  return and(eq(tasks.id, taskId), eq(tasks.ownerId, owner))
}
