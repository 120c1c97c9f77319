import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { customType, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Marked passages. They hold their words, so that they outlast the text that they were marked in. */
export const highlights = pgTable(
  'highlights',
  {
    id: id(),
    ownerId: ownerId(),
    articleId: uuid('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    quote: text('quote').notNull(),
    before: text('before').notNull(),
    after: text('after').notNull(),
    position: integer('position').notNull(),
    note: text('note'),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', quote), 'A') || setweight(to_tsvector('simple', coalesce(note, '')), 'B')`,
    ),
  },
  (table) => [
    index('highlights_article').on(table.articleId, table.position),
    index('highlights_newest').on(table.ownerId, table.createdAt, table.id).where(sql`${table.deletedAt} is null`),
    index('highlights_search').using('gin', table.search),
    index('highlights_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(highlights)
export type HighlightRow = Omit<typeof highlights.$inferSelect, 'ownerId' | 'search'>

const isHere = isNull(highlights.deletedAt)
const mine = (owner: string, highlightId: string) => and(eq(highlights.id, highlightId), eq(highlights.ownerId, owner))

/** Newest first, of all articles that are not deleted. */
export function listHighlights(
  db: Database,
  owner: string,
  page: { limit: number; after?: { value: string; id: string } | undefined },
): Promise<(HighlightRow & { articleTitle: string })[]> {
  const { after } = page
  return db
    .select({ ...columns, articleTitle: articles.title })
    .from(highlights)
    .innerJoin(articles, eq(articles.id, highlights.articleId))
    .where(
      and(
        eq(highlights.ownerId, owner),
        isHere,
        isNull(articles.deletedAt),
        after && sql`(${highlights.createdAt}, ${highlights.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(highlights.createdAt), desc(highlights.id))
    .limit(page.limit)
}

/** Of some articles, each one's in the order of its text. */
export function listArticleHighlights(db: Database, owner: string, articleIds: string[]): Promise<HighlightRow[]> {
  return db
    .select(columns)
    .from(highlights)
    .where(and(inArray(highlights.articleId, articleIds), eq(highlights.ownerId, owner), isHere))
    .orderBy(asc(highlights.position), asc(highlights.id))
}

export async function findHighlight(
  db: Database,
  owner: string,
  highlightId: string,
): Promise<HighlightRow | undefined> {
  return (await db.select(columns).from(highlights).where(mine(owner, highlightId)))[0]
}

/** @returns undefined when the id is taken. The article must be the owner's. */
export async function insertHighlight(
  db: Database,
  owner: string,
  highlight: Omit<typeof highlights.$inferInsert, 'ownerId'>,
): Promise<HighlightRow | undefined> {
  const rows = await db
    .insert(highlights)
    .values({ ...highlight, ownerId: owner })
    .onConflictDoNothing()
    .returning(columns)
  return rows[0]
}

export function changeHighlight(db: Database, owner: string, highlightId: string, note: string | null | undefined) {
  return update(db, and(mine(owner, highlightId), isHere), { note })
}

/** @returns the mark when this call changed it. */
export function setHighlightState(db: Database, owner: string, highlightId: string, state: 'deleted' | 'restored') {
  const from = {
    deleted: isHere,
    restored: sql`${highlights.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
  }[state]
  return update(db, and(mine(owner, highlightId), from), { deletedAt: state === 'deleted' ? sql`now()` : null })
}

async function update(
  db: Database,
  where: SQL | undefined,
  set: { note?: string | null | undefined; deletedAt?: SQL | null },
): Promise<HighlightRow | undefined> {
  const rows = await db
    .update(highlights)
    .set({ ...set, updatedAt: sql`now()` })
    .where(where)
    .returning(columns)
  return rows[0]
}
