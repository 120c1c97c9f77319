import { IMPORT_STATES, type ImportFault } from '@ichrisbirch/contract/article-imports'
import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { id, instant, newId, ownerId } from './columns.ts'
import type { Database } from './database.ts'

/** Files of other programs. Their text is kept until they are done. */
export const articleImports = pgTable(
  'article_imports',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    content: text('content'),
    state: text('state', { enum: IMPORT_STATES }).notNull().default('waiting'),
    format: text('format'),
    total: integer('total'),
    done: integer('done').notNull().default(0),
    added: integer('added').notNull().default(0),
    known: integer('known').notNull().default(0),
    faults: jsonb('faults').$type<ImportFault[]>().notNull().default([]),
    faultCount: integer('fault_count').notNull().default(0),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('article_imports_newest').on(table.ownerId, table.id),
    index('article_imports_open').on(table.id).where(sql`${table.state} in ('waiting', 'running')`),
  ],
)

const columns = {
  id: articleImports.id,
  name: articleImports.name,
  state: articleImports.state,
  format: articleImports.format,
  total: articleImports.total,
  done: articleImports.done,
  added: articleImports.added,
  known: articleImports.known,
  faults: articleImports.faults,
  faultCount: articleImports.faultCount,
  createdAt: articleImports.createdAt,
  finishedAt: articleImports.finishedAt,
}
export type ArticleImportRow = Pick<typeof articleImports.$inferSelect, keyof typeof columns>

export function listArticleImports(
  db: Database,
  owner: string,
  page: { limit: number; after?: string | undefined },
): Promise<ArticleImportRow[]> {
  return db
    .select(columns)
    .from(articleImports)
    .where(and(eq(articleImports.ownerId, owner), page.after ? lt(articleImports.id, page.after) : undefined))
    .orderBy(desc(articleImports.id))
    .limit(page.limit)
}

export async function findArticleImport(
  db: Database,
  owner: string,
  importId: string,
): Promise<ArticleImportRow | undefined> {
  return (
    await db
      .select(columns)
      .from(articleImports)
      .where(and(eq(articleImports.id, importId), eq(articleImports.ownerId, owner)))
  )[0]
}

/** @returns undefined when the id is taken. */
export async function insertArticleImport(
  db: Database,
  owner: string,
  file: { id: string; name: string; content: string },
): Promise<ArticleImportRow | undefined> {
  const rows = await db
    .insert(articleImports)
    .values({ ...file, ownerId: owner })
    .onConflictDoNothing()
    .returning(columns)
  return rows[0]
}

/** The oldest file that is not done, with how far it was read before. */
export async function findOpenImport(
  db: Database,
): Promise<{ id: string; ownerId: string; content: string; done: number } | undefined> {
  const [open] = await db
    .select({
      id: articleImports.id,
      ownerId: articleImports.ownerId,
      content: articleImports.content,
      done: articleImports.done,
    })
    .from(articleImports)
    .where(sql`${articleImports.state} in ('waiting', 'running')`)
    .orderBy(asc(articleImports.id))
    .limit(1)
  return open && { ...open, content: open.content ?? '' }
}

export async function beginImport(
  db: Database,
  importId: string,
  file: { format: string; total: number; faults: ImportFault[]; faultCount: number },
): Promise<void> {
  await db
    .update(articleImports)
    .set({ ...file, state: 'running' })
    .where(eq(articleImports.id, importId))
}

/** An entry of a file, as an article. */
export interface ImportedArticle {
  url: string
  urlKey: string
  title: string
  tags: string[]
  notes: string | null
  /** ISO 8601; null for now. */
  savedAt: string | null
  isArchived: boolean
  isFavourite: boolean
}

/**
 * Saves a batch and says so in one transaction, so that an import that is cut off goes on where it was: what is saved
 * is counted once. Pages that the owner has already stay as they are.
 */
export async function importBatch(
  db: Database,
  file: { id: string; ownerId: string },
  done: number,
  batch: ImportedArticle[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const made = await tx
      .insert(articles)
      .values(batch.map((entry) => rowOf(file.ownerId, entry)))
      .onConflictDoNothing()
      .returning({ id: articles.id })
    await tx
      .update(articleImports)
      .set({
        done,
        added: sql`${articleImports.added} + ${made.length}`,
        known: sql`${articleImports.known} + ${batch.length - made.length}`,
      })
      .where(eq(articleImports.id, file.id))
  })
}

function rowOf(
  owner: string,
  { isArchived, isFavourite, savedAt, ...entry }: ImportedArticle,
): typeof articles.$inferInsert {
  const at = savedAt === null ? sql`now()` : sql`${savedAt}::timestamptz`
  return {
    ...entry,
    id: newId(),
    ownerId: owner,
    savedAt: at as unknown as string,
    archivedAt: (isArchived ? at : null) as string | null,
    favouredAt: (isFavourite ? at : null) as string | null,
    // Behind what is saved by hand; what is archived comes last.
    tryAt: sql`now() - make_interval(days => ${isArchived ? 2 : 1})` as unknown as string,
  }
}

export async function endImport(
  db: Database,
  importId: string,
  state: 'done' | 'failed',
  fault?: string,
): Promise<void> {
  await db
    .update(articleImports)
    .set({
      state,
      content: null,
      finishedAt: sql`now()`,
      ...(fault !== undefined && { faults: [{ line: 1, message: fault }], faultCount: 1 }),
    })
    .where(eq(articleImports.id, importId))
}
