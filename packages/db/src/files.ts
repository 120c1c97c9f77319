import type { FILE_TYPES } from '@ichrisbirch/contract/files'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { customType, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** Photos, bytes and all: what is in the database is in every dump, every backup and every restore. */
export const files = pgTable(
  'files',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name'),
    type: text('type').$type<(typeof FILE_TYPES)[number]>().notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    content: bytea('content').notNull(),
  },
  (table) => [
    index('files_created').on(table.ownerId, table.createdAt, table.id),
    index('files_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

// Whoever lists photos must not read their bytes.
const { ownerId: _owner, content: _content, ...columns } = getTableColumns(files)
export type FileRow = Omit<typeof files.$inferSelect, 'ownerId' | 'content'>

/** Up to `limit` photos, newest first. */
export function listFiles(
  db: Database,
  owner: string,
  { limit, after }: { limit: number; after?: { value: string; id: string } | undefined },
): Promise<FileRow[]> {
  const key = after && sql`(${files.createdAt}, ${files.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`
  return db
    .select(columns)
    .from(files)
    .where(and(eq(files.ownerId, owner), isNull(files.deletedAt), key))
    .orderBy(desc(files.createdAt), desc(files.id))
    .limit(limit)
}

export async function findFile(db: Database, owner: string, fileId: string): Promise<FileRow | undefined> {
  return (await db.select(columns).from(files).where(mine(owner, fileId)))[0]
}

/** The bytes too: up to 8 MiB. */
export async function readFile(
  db: Database,
  owner: string,
  fileId: string,
): Promise<Pick<typeof files.$inferSelect, 'type' | 'name' | 'content'> | undefined> {
  const rows = await db
    .select({ type: files.type, name: files.name, content: files.content })
    .from(files)
    .where(and(mine(owner, fileId), isNull(files.deletedAt)))
  return rows[0]
}

type NewFileRow = Omit<typeof files.$inferInsert, 'ownerId' | 'createdAt' | 'updatedAt' | 'deletedAt'> & { id: string }

/** @returns undefined when the id is taken. */
export async function insertFile(db: Database, owner: string, file: NewFileRow): Promise<FileRow | undefined> {
  const rows = await db
    .insert(files)
    .values({ ...file, ownerId: owner })
    .onConflictDoNothing({ target: files.id })
    .returning(columns)
  return rows[0]
}

/** @returns the photo when this call changed it, undefined when it was so already or is not there. */
export async function setFileState(
  db: Database,
  owner: string,
  fileId: string,
  state: 'deleted' | 'restored',
): Promise<FileRow | undefined> {
  const transition = {
    deleted: { set: { deletedAt: sql`now()` }, from: isNull(files.deletedAt) },
    restored: {
      set: { deletedAt: null },
      from: sql`${files.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
    },
  }[state]
  const rows = await db
    .update(files)
    .set({ ...transition.set, updatedAt: sql`now()` })
    .where(and(mine(owner, fileId), transition.from))
    .returning(columns)
  return rows[0]
}

function mine(owner: string, fileId: string): SQL | undefined {
  return and(eq(files.id, fileId), eq(files.ownerId, owner))
}
