import type { Mood } from '@ichrisbirch/contract/journal'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, gte, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { customType, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { files } from './files.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const journalEntries = pgTable(
  'journal_entries',
  {
    id: id(),
    ownerId: ownerId(),
    day: date('day', { mode: 'string' }).notNull(),
    text: text('text').notNull(),
    mood: text('mood').$type<Mood>(),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    // The first line without the signs of Markdown that stand before it.
    title: text('title')
      .notNull()
      .generatedAlwaysAs(sql`left(split_part(ltrim(text, E' \\t\\r\\n#>*_-'), E'\\n', 1), 120)`),
    search: tsvector('search').generatedAlwaysAs(sql`to_tsvector('simple', text)`),
  },
  (table) => [
    index('journal_entries_day')
      .on(table.ownerId, table.day, table.createdAt, table.id)
      .where(sql`${table.deletedAt} is null`),
    index('journal_entries_search').using('gin', table.search),
    index('journal_entries_tags').using('gin', table.tags),
    index('journal_entries_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

export const journalPhotos = pgTable(
  'journal_photos',
  {
    ownerId: ownerId(),
    entryId: uuid('entry_id')
      .notNull()
      .references(() => journalEntries.id, { onDelete: 'cascade' }),
    fileId: uuid('file_id')
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.fileId] }),
    index('journal_photos_file').on(table.fileId),
    index('journal_photos_owner').on(table.ownerId),
  ],
)

const { ownerId: _owner, search: _search, ...kept } = getTableColumns(journalEntries)
const columns = {
  ...kept,
  title: sql<string>`${journalEntries.title}`,
  photos: sql<{ id: string; width: number; height: number }[]>`coalesce((
    select json_agg(json_build_object('id', f.id, 'width', f.width, 'height', f.height) order by p.position)
    from journal_photos p join files f on f.id = p.file_id and f.deleted_at is null
    where p.entry_id = journal_entries.id), '[]')`,
}
export type JournalEntryRow = Omit<typeof journalEntries.$inferSelect, 'ownerId' | 'search' | 'title'> & {
  title: string
  photos: { id: string; width: number; height: number }[]
}

interface JournalFilterRow {
  status: 'kept' | 'deleted'
  from?: string | undefined
  to?: string | undefined
  mood?: Mood | undefined
  tag?: string | undefined
  limit: number
  /** `day/createdAt` of the last row of the page before, `deletedAt` among deleted ones; and its id. */
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` entries: the newest day first, and of a day the one written last; deleted ones newest first. */
export function listJournalEntries(db: Database, owner: string, filter: JournalFilterRow): Promise<JournalEntryRow[]> {
  const { status, from, to, mood, tag, limit, after } = filter
  const { day, createdAt, deletedAt, id } = journalEntries
  const isKept = status === 'kept'
  const [afterDay, afterInstant] = after && isKept ? after.value.split('/') : []
  const key = isKept
    ? sql`(${day}, ${createdAt}, ${id}) < (${afterDay}::date, ${afterInstant}::timestamptz, ${after?.id}::uuid)`
    : sql`(${deletedAt}, ${id}) < (${after?.value}::timestamptz, ${after?.id}::uuid)`
  return db
    .select(columns)
    .from(journalEntries)
    .where(
      and(
        eq(journalEntries.ownerId, owner),
        isKept ? isNull(deletedAt) : isNotNull(deletedAt),
        from === undefined ? undefined : gte(day, from),
        to === undefined ? undefined : lte(day, to),
        mood === undefined ? undefined : eq(journalEntries.mood, mood),
        tag === undefined ? undefined : sql`${journalEntries.tags} @> array[${tag}]::text[]`,
        after && key,
      ),
    )
    .orderBy(...(isKept ? [desc(day), desc(createdAt)] : [desc(deletedAt)]), desc(id))
    .limit(limit)
}

/** Words and beginnings of words, best match first, and of equals the newest day. */
export function searchJournalEntries(
  db: Database,
  owner: string,
  words: string[],
  limit: number,
): Promise<JournalEntryRow[]> {
  // Each word is quoted, so that nothing a person types is read as a tsquery operator.
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word.replace(/['\\]/g, ' ')}':*`).join(' & ')})`
  return db
    .select(columns)
    .from(journalEntries)
    .where(
      and(
        eq(journalEntries.ownerId, owner),
        isNull(journalEntries.deletedAt),
        sql`${journalEntries.search} @@ ${query}`,
      ),
    )
    .orderBy(desc(sql`ts_rank(${journalEntries.search}, ${query})`), desc(journalEntries.day), desc(journalEntries.id))
    .limit(limit)
}

/** The days of a range that have entries, with the moods of each in the order of its entries. */
export async function listJournalDays(
  db: Database,
  owner: string,
  from: string,
  to: string,
): Promise<{ day: string; count: number; moods: Mood[] }[]> {
  const { day, mood, createdAt } = journalEntries
  const rows = await db
    .select({
      day,
      count: sql<string>`count(*)`,
      moods: sql<Mood[]>`coalesce(array_agg(${mood} order by ${createdAt}) filter (where ${mood} is not null), '{}')`,
    })
    .from(journalEntries)
    .where(and(eq(journalEntries.ownerId, owner), isNull(journalEntries.deletedAt), gte(day, from), lte(day, to)))
    .groupBy(day)
    .orderBy(asc(day))
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/** Entries about any of these days, the newest first. */
export function listJournalOfDays(
  db: Database,
  owner: string,
  days: string[],
  limit: number,
): Promise<JournalEntryRow[]> {
  const { day, createdAt, id, deletedAt } = journalEntries
  return db
    .select(columns)
    .from(journalEntries)
    .where(and(eq(journalEntries.ownerId, owner), isNull(deletedAt), inArray(day, days)))
    .orderBy(desc(day), desc(createdAt), desc(id))
    .limit(limit)
}

export async function findJournalEntry(
  db: Database,
  owner: string,
  entryId: string,
): Promise<JournalEntryRow | undefined> {
  return (await db.select(columns).from(journalEntries).where(mine(owner, entryId)))[0]
}

type EntryFields = Pick<typeof journalEntries.$inferInsert, 'day' | 'text' | 'mood' | 'tags'>

/** @returns false when the id is taken. */
export async function insertJournalEntry(
  db: Database,
  owner: string,
  entry: EntryFields & { id: string },
): Promise<boolean> {
  const rows = await db
    .insert(journalEntries)
    .values({ ...entry, ownerId: owner })
    .onConflictDoNothing({ target: journalEntries.id })
    .returning({ id: journalEntries.id })
  return rows.length === 1
}

/** @returns false when there is no such entry, it is deleted, or it was changed after the instant `unchangedSince`. */
export async function changeJournalEntry(
  db: Database,
  owner: string,
  entryId: string,
  { unchangedSince, ...change }: Changes<EntryFields> & { unchangedSince?: string | undefined },
): Promise<boolean> {
  const isUnchanged =
    unchangedSince === undefined ? undefined : sql`${journalEntries.updatedAt} = ${unchangedSince}::timestamptz`
  const rows = await db
    .update(journalEntries)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, entryId), isNull(journalEntries.deletedAt), isUnchanged))
    .returning({ id: journalEntries.id })
  return rows.length === 1
}

/**
 * Gives an entry these photos, in this order, and no others. Must run in a transaction.
 * @returns false when one of them is not the owner's, or deleted.
 */
export async function setJournalPhotos(
  db: Database,
  owner: string,
  entryId: string,
  photos: string[],
): Promise<boolean> {
  const wanted = [...new Set(photos)]
  const gone = await db
    .delete(journalPhotos)
    .where(eq(journalPhotos.entryId, entryId))
    .returning({ fileId: journalPhotos.fileId })
  // From now on a photo that nothing points at is kept for as long as a deleted one.
  const unused = gone.map(({ fileId }) => fileId).filter((fileId) => !wanted.includes(fileId))
  if (unused.length > 0) await db.update(files).set({ updatedAt: sql`now()` }).where(inArray(files.id, unused))
  if (wanted.length === 0) return true
  const linked = await db
    .insert(journalPhotos)
    .select(
      db
        .select({
          ownerId: files.ownerId,
          entryId: sql<string>`${entryId}::uuid`.as('entry_id'),
          fileId: files.id,
          position: sql<number>`array_position(${sql.param(wanted)}::uuid[], ${files.id})`.as('position'),
        })
        .from(files)
        .where(and(eq(files.ownerId, owner), inArray(files.id, wanted), isNull(files.deletedAt))),
    )
    .returning({ fileId: journalPhotos.fileId })
  return linked.length === wanted.length
}

/** @returns false when it was so already or is not there. */
export async function setJournalEntryState(
  db: Database,
  owner: string,
  entryId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const transition = {
    deleted: { set: { deletedAt: sql`now()` }, from: isNull(journalEntries.deletedAt) },
    restored: {
      set: { deletedAt: null },
      from: sql`${journalEntries.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
    },
  }[state]
  const rows = await db
    .update(journalEntries)
    .set({ ...transition.set, updatedAt: sql`now()` })
    .where(and(mine(owner, entryId), transition.from))
    .returning({ id: journalEntries.id })
  return rows.length === 1
}

function mine(owner: string, entryId: string): SQL | undefined {
  return and(eq(journalEntries.id, entryId), eq(journalEntries.ownerId, owner))
}
