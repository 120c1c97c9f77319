import { eq, sql } from 'drizzle-orm'
import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { users } from './users.ts'

/** The secret address that other calendars subscribe to: one a person, of which only the hash is kept. */
export const eventFeeds = pgTable(
  'event_feeds',
  {
    ownerId: ownerId().primaryKey(),
    tokenHash: text('token_hash').notNull(),
    madeAt: instant('made_at').notNull().default(sql`now()`),
    readAt: instant('read_at'),
  },
  (table) => [uniqueIndex('event_feeds_token').on(table.tokenHash)],
)

export async function findFeed(db: Database, owner: string) {
  const rows = await db
    .select({ madeAt: eventFeeds.madeAt, readAt: eventFeeds.readAt })
    .from(eventFeeds)
    .where(eq(eventFeeds.ownerId, owner))
  return rows[0]
}

/** The one before stops working. */
export async function renewFeed(db: Database, owner: string, tokenHash: string): Promise<void> {
  const fresh = { tokenHash, madeAt: sql`now()`, readAt: null }
  await db
    .insert(eventFeeds)
    .values({ ownerId: owner, ...fresh })
    .onConflictDoUpdate({ target: eventFeeds.ownerId, set: fresh })
}

export async function deleteFeed(db: Database, owner: string): Promise<void> {
  await db.delete(eventFeeds).where(eq(eventFeeds.ownerId, owner))
}

/** Whose feed it is, noted as read now. */
export async function readFeed(
  db: Database,
  tokenHash: string,
): Promise<{ id: string; name: string; timeZone: string } | undefined> {
  const [feed] = await db
    .update(eventFeeds)
    .set({ readAt: sql`now()` })
    .where(eq(eventFeeds.tokenHash, tokenHash))
    .returning({ ownerId: eventFeeds.ownerId })
  if (!feed) return undefined
  const rows = await db
    .select({ id: users.id, name: users.name, timeZone: users.timeZone })
    .from(users)
    .where(eq(users.id, feed.ownerId))
  return rows[0]
}
