import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { boolean, customType, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { boxes } from './boxes.ts'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { files } from './files.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const boxItems = pgTable(
  'box_items',
  {
    id: id(),
    ownerId: ownerId(),
    boxId: uuid('box_id').references(() => boxes.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    quantity: integer('quantity').notNull().default(1),
    notes: text('notes'),
    essential: boolean('essential').notNull().default(false),
    warm: boolean('warm').notNull().default(false),
    liquid: boolean('liquid').notNull().default(false),
    photoId: uuid('photo_id').references(() => files.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    index('box_items_box').on(table.boxId),
    index('box_items_created').on(table.ownerId, table.createdAt, table.id),
    index('box_items_photo').on(table.photoId),
    index('box_items_search').using('gin', table.search),
    index('box_items_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const columns = {
  id: boxItems.id,
  name: boxItems.name,
  quantity: boxItems.quantity,
  notes: boxItems.notes,
  essential: boxItems.essential,
  warm: boxItems.warm,
  liquid: boxItems.liquid,
  photoId: boxItems.photoId,
  // Of the box as it is joined: what is in a deleted box is in none, until that is restored.
  boxId: boxes.id,
  boxNumber: boxes.number,
  boxName: boxes.name,
  placeId: boxes.placeId,
  createdAt: boxItems.createdAt,
  updatedAt: boxItems.updatedAt,
  deletedAt: boxItems.deletedAt,
}

const select = (db: Database) =>
  db
    .select(columns)
    .from(boxItems)
    .leftJoin(boxes, and(eq(boxes.id, boxItems.boxId), isNull(boxes.deletedAt)))
export type BoxItemRow = Awaited<ReturnType<typeof select>>[number]

export interface BoxItemFilterRow {
  status: 'current' | 'loose' | 'deleted'
  boxId?: string | undefined
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` things, newest first. */
export function listBoxItems(db: Database, owner: string, filter: BoxItemFilterRow): Promise<BoxItemRow[]> {
  const { status, boxId, after, limit } = filter
  return select(db)
    .where(
      and(
        eq(boxItems.ownerId, owner),
        status === 'deleted' ? isNotNull(boxItems.deletedAt) : isNull(boxItems.deletedAt),
        status === 'loose' ? isNull(boxes.id) : undefined,
        boxId === undefined ? undefined : eq(boxes.id, boxId),
        after && sql`(${boxItems.createdAt}, ${boxItems.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(boxItems.createdAt), desc(boxItems.id))
    .limit(limit)
}

/** Words and beginnings of words, best match first. */
export function searchBoxItems(db: Database, owner: string, words: string[], limit: number): Promise<BoxItemRow[]> {
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`
  return select(db)
    .where(and(eq(boxItems.ownerId, owner), isNull(boxItems.deletedAt), sql`${boxItems.search} @@ ${query}`))
    .orderBy(desc(sql`ts_rank(${boxItems.search}, ${query})`), desc(boxItems.id))
    .limit(limit)
}

export async function findBoxItem(db: Database, owner: string, itemId: string): Promise<BoxItemRow | undefined> {
  return (await select(db).where(mine(owner, itemId)))[0]
}

type BoxItemFields = Pick<
  typeof boxItems.$inferInsert,
  'name' | 'quantity' | 'notes' | 'essential' | 'warm' | 'liquid' | 'photoId' | 'boxId'
>

/** @returns undefined when the id is taken. */
export async function insertBoxItem(
  db: Database,
  owner: string,
  item: Changes<BoxItemFields> & { id: string; name: string },
): Promise<BoxItemRow | undefined> {
  const made = await db
    .insert(boxItems)
    .values({ ...item, ownerId: owner })
    .onConflictDoNothing({ target: boxItems.id })
    .returning({ id: boxItems.id })
  return made.length > 0 ? findBoxItem(db, owner, item.id) : undefined
}

export async function changeBoxItem(
  db: Database,
  owner: string,
  itemId: string,
  change: Changes<BoxItemFields>,
): Promise<BoxItemRow | undefined> {
  const rows = await db
    .update(boxItems)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, itemId), isNull(boxItems.deletedAt)))
    .returning({ id: boxItems.id })
  return rows.length > 0 ? findBoxItem(db, owner, itemId) : undefined
}

export interface Move {
  id: string
  boxId: string | null
}

/**
 * Puts things into other boxes, in one statement. Must run in a transaction: the caller takes it back when one is missing.
 * @returns where each was before; fewer than `moves` when some are not there.
 */
export async function moveBoxItems(db: Database, owner: string, moves: Move[]): Promise<Move[]> {
  if (moves.length === 0) return []
  const ids = sql.param(moves.map(({ id }) => id))
  const boxIds = sql.param(moves.map(({ boxId }) => boxId))
  const { rows } = await db.execute<{ id: string; boxId: string | null }>(sql`
    with move as (select * from unnest(${ids}::uuid[], ${boxIds}::uuid[]) as m(id, box_id)),
    before as (
      select i.id, b.id as box_id from ${boxItems} i
      left join ${boxes} b on b.id = i.box_id and b.deleted_at is null
      where i.id in (select id from move) and i.owner_id = ${owner} and i.deleted_at is null
      for update of i),
    moved as (
      update ${boxItems} i set box_id = move.box_id, updated_at = now()
      from move, before where move.id = i.id and before.id = i.id)
    select id, box_id as "boxId" from before`)
  return rows
}

/** How many of these boxes the owner has, deleted ones left out. */
export async function countOwnBoxes(db: Database, owner: string, boxIds: string[]): Promise<number> {
  const rows = await db
    .select({ id: boxes.id })
    .from(boxes)
    .where(and(eq(boxes.ownerId, owner), isNull(boxes.deletedAt), sql`${boxes.id} = any(${sql.param(boxIds)}::uuid[])`))
  return rows.length
}

/** @returns false when it was so already, is not there, or was deleted too long ago. */
export async function setBoxItemDeleted(
  db: Database,
  owner: string,
  itemId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const rows = await db
    .update(boxItems)
    .set({ deletedAt: state === 'deleted' ? sql`now()` : null, updatedAt: sql`now()` })
    .where(
      and(
        mine(owner, itemId),
        state === 'deleted'
          ? isNull(boxItems.deletedAt)
          : sql`${boxItems.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
      ),
    )
    .returning({ id: boxItems.id })
  return rows.length > 0
}

function mine(owner: string, itemId: string): SQL | undefined {
  return and(eq(boxItems.id, itemId), eq(boxItems.ownerId, owner))
}
