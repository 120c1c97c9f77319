import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

export const places = pgTable(
  'places',
  {
    id: id(),
    ownerId: ownerId(),
    name: text('name').notNull(),
    parentId: uuid('parent_id').references((): AnyPgColumn => places.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    index('places_created').on(table.ownerId, table.createdAt, table.id),
    index('places_parent').on(table.parentId),
    index('places_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

/** What is in a deleted place is nowhere: it is there again when the place is. */
const parentThere = sql<
  string | null
>`(select p.id from places p where p.id = places.parent_id and p.deleted_at is null)`
const columns = {
  id: places.id,
  name: places.name,
  parentId: parentThere,
  createdAt: places.createdAt,
  updatedAt: places.updatedAt,
  deletedAt: places.deletedAt,
}
export type PlaceRow = Omit<typeof places.$inferSelect, 'ownerId'>

export interface PlacePage {
  status: 'current' | 'deleted'
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` places, newest first. */
export function listPlaces(db: Database, owner: string, { status, limit, after }: PlacePage): Promise<PlaceRow[]> {
  return db
    .select(columns)
    .from(places)
    .where(
      and(
        eq(places.ownerId, owner),
        status === 'deleted' ? isNotNull(places.deletedAt) : isNull(places.deletedAt),
        after && sql`(${places.createdAt}, ${places.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(places.createdAt), desc(places.id))
    .limit(limit)
}

/** All of an owner's places: what the way to a box is told from. */
export async function mapPlaces(db: Database, owner: string): Promise<Map<string, PlaceRow>> {
  const rows = await db
    .select(columns)
    .from(places)
    .where(and(eq(places.ownerId, owner), isNull(places.deletedAt)))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function findPlace(db: Database, owner: string, placeId: string): Promise<PlaceRow | undefined> {
  return (await db.select(columns).from(places).where(mine(owner, placeId)))[0]
}

/** @returns undefined when the id is taken. */
export async function insertPlace(
  db: Database,
  owner: string,
  place: { id: string; name: string; parentId?: string | null | undefined },
): Promise<PlaceRow | undefined> {
  const made = await db
    .insert(places)
    .values({ ...place, ownerId: owner })
    .onConflictDoNothing({ target: places.id })
    .returning({ id: places.id })
  return made.length > 0 ? findPlace(db, owner, place.id) : undefined
}

/** Whether `placeId` is `inside` or in it. Must run in a transaction: two places that are moved at once wait for each other. */
export async function lockAndAskIfInside(
  db: Database,
  owner: string,
  placeId: string,
  inside: string,
): Promise<boolean> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`places ${owner}`}, 0))`)
  // Deleted ones too: restored, they would close the circle.
  const { rows } = await db.execute(sql`
    with recursive above as (
      select id, parent_id from ${places} where id = ${placeId} and owner_id = ${owner}
      union
      select p.id, p.parent_id from ${places} p join above on p.id = above.parent_id)
    select from above where id = ${inside}`)
  return rows.length > 0
}

export async function changePlace(
  db: Database,
  owner: string,
  placeId: string,
  change: Changes<{ name: string; parentId: string | null }>,
): Promise<PlaceRow | undefined> {
  const rows = await db
    .update(places)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, placeId), isNull(places.deletedAt)))
    .returning({ id: places.id })
  return rows.length > 0 ? findPlace(db, owner, placeId) : undefined
}

/** @returns false when it was so already, is not there, or was deleted too long ago. */
export async function setPlaceDeleted(
  db: Database,
  owner: string,
  placeId: string,
  state: 'deleted' | 'restored',
): Promise<boolean> {
  const rows = await db
    .update(places)
    .set({ deletedAt: state === 'deleted' ? sql`now()` : null, updatedAt: sql`now()` })
    .where(
      and(
        mine(owner, placeId),
        state === 'deleted'
          ? isNull(places.deletedAt)
          : sql`${places.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
      ),
    )
    .returning({ id: places.id })
  return rows.length > 0
}

function mine(owner: string, placeId: string): SQL | undefined {
  return and(eq(places.id, placeId), eq(places.ownerId, owner))
}
