import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, gte, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { customType, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { files } from './files.ts'
import { places } from './places.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const boxes = pgTable(
  'boxes',
  {
    id: id(),
    ownerId: ownerId(),
    number: integer('number').notNull(),
    name: text('name').notNull(),
    size: text('size'),
    notes: text('notes'),
    placeId: uuid('place_id').references(() => places.id, { onDelete: 'set null' }),
    photoId: uuid('photo_id').references(() => files.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', number::text || ' ' || name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    // Of deleted ones too, so that a box that is restored still has the number that is written on it.
    uniqueIndex('boxes_number').on(table.ownerId, table.number),
    index('boxes_place').on(table.placeId),
    index('boxes_photo').on(table.photoId),
    index('boxes_search').using('gin', table.search),
    index('boxes_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

// Told from what is in the box whenever somebody asks: kept twice, the two would part one day.
const isSome = (flag: 'essential' | 'warm' | 'liquid') =>
  sql<boolean>`exists (select from box_items i where i.box_id = boxes.id and i.deleted_at is null and i.${sql.raw(flag)})`
const columns = {
  id: boxes.id,
  number: boxes.number,
  name: boxes.name,
  size: boxes.size,
  notes: boxes.notes,
  placeId: sql<string | null>`(select p.id from places p where p.id = boxes.place_id and p.deleted_at is null)`,
  photoId: boxes.photoId,
  items: sql<number>`(select count(*)::int from box_items i where i.box_id = boxes.id and i.deleted_at is null)`,
  essential: isSome('essential'),
  warm: isSome('warm'),
  liquid: isSome('liquid'),
  createdAt: boxes.createdAt,
  updatedAt: boxes.updatedAt,
  deletedAt: boxes.deletedAt,
}
export type BoxRow = Omit<typeof boxes.$inferSelect, 'ownerId' | 'search'> & {
  items: number
  essential: boolean
  warm: boolean
  liquid: boolean
}

export interface BoxFilterRow {
  status: 'current' | 'deleted'
  flag?: 'essential' | 'warm' | 'liquid' | undefined
  placeId?: string | undefined
  from?: number | undefined
  to?: number | undefined
  limit: number
  /** The number and id of the last box of the page before. */
  after?: { value: string; id: string } | undefined
}

/** The box stands in the place, or in one that is in it. */
const isInside = (owner: string, placeId: string) => sql`${boxes.placeId} in (
  with recursive inside as (
    select id from ${places} where id = ${placeId} and owner_id = ${owner} and deleted_at is null
    union
    select p.id from ${places} p join inside on p.parent_id = inside.id where p.deleted_at is null)
  select id from inside)`

/** Up to `limit` boxes by their numbers. */
export function listBoxes(db: Database, owner: string, filter: BoxFilterRow): Promise<BoxRow[]> {
  const { status, flag, placeId, from, to, after } = filter
  return db
    .select(columns)
    .from(boxes)
    .where(
      and(
        eq(boxes.ownerId, owner),
        status === 'deleted' ? isNotNull(boxes.deletedAt) : isNull(boxes.deletedAt),
        flag && isSome(flag),
        placeId === undefined ? undefined : isInside(owner, placeId),
        from === undefined ? undefined : gte(boxes.number, from),
        to === undefined ? undefined : lte(boxes.number, to),
        after && sql`(${boxes.number}, ${boxes.id}) > (${after.value}::int, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(boxes.number), asc(boxes.id))
    .limit(filter.limit)
}

/** Words and beginnings of words, best match first. */
export function searchBoxes(db: Database, owner: string, words: string[], limit: number): Promise<BoxRow[]> {
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`
  return db
    .select(columns)
    .from(boxes)
    .where(and(eq(boxes.ownerId, owner), isNull(boxes.deletedAt), sql`${boxes.search} @@ ${query}`))
    .orderBy(desc(sql`ts_rank(${boxes.search}, ${query})`), asc(boxes.number))
    .limit(limit)
}

export async function findBox(db: Database, owner: string, boxId: string): Promise<BoxRow | undefined> {
  return (await db.select(columns).from(boxes).where(mine(owner, boxId)))[0]
}

/**
 * The lowest number that no box of the owner has. Must run in the transaction that gives it to a box: until its end
 * others wait, so that no number is given twice and none is left out.
 */
export async function lockFreeNumber(db: Database, owner: string): Promise<number> {
  await lockNumbers(db, owner)
  const { rows } = await db.execute<{ number: number }>(sql`
    select number + 1 as number from (
      select 0 as number union all select number from ${boxes} where owner_id = ${owner}) taken
    where not exists (select from ${boxes} b where b.owner_id = ${owner} and b.number = taken.number + 1)
    order by 1 limit 1`)
  return rows[0]?.number ?? 1
}

/** Whether another box has the number. Must run in the transaction that gives it to a box. */
export async function lockAndAskIfTaken(db: Database, owner: string, number: number, boxId: string): Promise<boolean> {
  await lockNumbers(db, owner)
  const rows = await db
    .select({ id: boxes.id })
    .from(boxes)
    .where(and(eq(boxes.ownerId, owner), eq(boxes.number, number), sql`${boxes.id} <> ${boxId}`))
  return rows.length > 0
}

async function lockNumbers(db: Database, owner: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`boxes ${owner}`}, 0))`)
}

type BoxFields = Pick<typeof boxes.$inferInsert, 'number' | 'name' | 'size' | 'notes' | 'placeId' | 'photoId'>

/** @returns undefined when the id is taken. */
export async function insertBox(
  db: Database,
  owner: string,
  box: Changes<BoxFields> & { id: string; number: number; name: string },
): Promise<BoxRow | undefined> {
  const made = await db
    .insert(boxes)
    .values({ ...box, ownerId: owner })
    .onConflictDoNothing({ target: boxes.id })
    .returning({ id: boxes.id })
  return made.length > 0 ? findBox(db, owner, box.id) : undefined
}

export async function changeBox(
  db: Database,
  owner: string,
  boxId: string,
  change: Changes<BoxFields>,
): Promise<BoxRow | undefined> {
  const rows = await db
    .update(boxes)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, boxId), isNull(boxes.deletedAt)))
    .returning({ id: boxes.id })
  return rows.length > 0 ? findBox(db, owner, boxId) : undefined
}

/** @returns false when it was so already, is not there, or was deleted too long ago. */
export async function setBoxDeleted(
  db: Database,
  owner: string,
  boxId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const rows = await db
    .update(boxes)
    .set({ deletedAt: state === 'deleted' ? sql`now()` : null, updatedAt: sql`now()` })
    .where(
      and(
        mine(owner, boxId),
        state === 'deleted'
          ? isNull(boxes.deletedAt)
          : sql`${boxes.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
      ),
    )
    .returning({ id: boxes.id })
  return rows.length > 0
}

function mine(owner: string, boxId: string): SQL | undefined {
  return and(eq(boxes.id, boxId), eq(boxes.ownerId, owner))
}
