import { and, eq, sql } from 'drizzle-orm'
import { pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { autotasks } from './autotasks.ts'
import { ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { habits } from './habits.ts'
import { tasks } from './tasks.ts'

export const categories = pgTable('categories', { ownerId: ownerId(), name: text('name').notNull() }, (table) => [
  primaryKey({ columns: [table.ownerId, table.name] }),
  uniqueIndex('categories_any_letter_case').on(table.ownerId, sql`lower(${table.name})`),
])

export interface CategoryRow {
  name: string
  openTasks: number
}

/** The open tasks of each are counted in the index, without a look at their rows. */
const columns = {
  name: categories.name,
  openTasks: sql<number>`(select count(*)::int from tasks
    where tasks.owner_id = ${categories}.owner_id and tasks.category = ${categories}.name
      and tasks.completed_at is null and tasks.deleted_at is null)`,
}

export function listCategories(db: Database, owner: string): Promise<CategoryRow[]> {
  return db
    .select(columns)
    .from(categories)
    .where(eq(categories.ownerId, owner))
    .orderBy(sql`lower(${categories.name})`)
}

/** The category of that name, in any letter case. */
export async function findCategory(db: Database, owner: string, name: string): Promise<CategoryRow | undefined> {
  const isCalledSo = sql`lower(${categories.name}) = lower(${name})`
  const rows = await db
    .select(columns)
    .from(categories)
    .where(and(eq(categories.ownerId, owner), isCalledSo))
  return rows[0]
}

export async function insertCategories(db: Database, owner: string, names: readonly string[]): Promise<void> {
  await db
    .insert(categories)
    .values(names.map((name) => ({ ownerId: owner, name })))
    .onConflictDoNothing()
}

/** Everything that carries the category follows, by the foreign keys. */
export async function renameCategory(db: Database, owner: string, from: string, to: string): Promise<void> {
  await db
    .update(categories)
    .set({ name: to })
    .where(and(eq(categories.ownerId, owner), eq(categories.name, from)))
}

export async function deleteCategory(db: Database, owner: string, name: string): Promise<void> {
  await db.delete(categories).where(and(eq(categories.ownerId, owner), eq(categories.name, name)))
}

/** Whether anything carries it, completed and deleted ones included: they can come back. */
export async function isCategoryUsed(db: Database, owner: string, name: string): Promise<boolean> {
  const carries = (table: typeof tasks | typeof autotasks | typeof habits) =>
    db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.ownerId, owner), eq(table.category, name)))
      .limit(1)
  for (const table of [tasks, autotasks, habits]) if ((await carries(table)).length > 0) return true
  return false
}
