import type { DigestContent } from '@ichrisbirch/contract/digests'
import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm'
import { date, index, jsonb, pgTable, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

export const digests = pgTable(
  'digests',
  {
    id: id(),
    ownerId: ownerId(),
    day: date('day', { mode: 'string' }).notNull(),
    content: jsonb('content').$type<DigestContent>().notNull(),
    madeAt: instant('made_at').notNull(),
    emailedAt: instant('emailed_at'),
  },
  (table) => [
    // The promise of one digest a day: a second one cannot be written.
    uniqueIndex('digests_day').on(table.ownerId, table.day),
    index('digests_made').on(table.madeAt),
  ],
)

const { ownerId: _owner, ...columns } = getTableColumns(digests)
export type DigestRow = Omit<typeof digests.$inferSelect, 'ownerId'>

/** @returns undefined when the owner has one of that day. */
export async function insertDigest(
  db: Database,
  owner: string,
  digest: { day: string; content: DigestContent; madeAt: string },
): Promise<DigestRow | undefined> {
  const rows = await db
    .insert(digests)
    .values({ ...digest, ownerId: owner })
    .onConflictDoNothing({ target: [digests.ownerId, digests.day] })
    .returning(columns)
  return rows[0]
}

/** Locks the digest until the transaction ends: of two runs that would send it, one waits and finds it sent. */
export async function lockDigest(db: Database, owner: string, day: string): Promise<DigestRow | undefined> {
  const rows = await db
    .select(columns)
    .from(digests)
    .where(and(eq(digests.ownerId, owner), eq(digests.day, day)))
    .for('update')
  return rows[0]
}

export async function setDigestEmailed(db: Database, digestId: string, at: Date): Promise<void> {
  await db.update(digests).set({ emailedAt: at.toISOString() }).where(eq(digests.id, digestId))
}

export function listDigests(
  db: Database,
  owner: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<DigestRow[]> {
  return db
    .select(columns)
    .from(digests)
    .where(and(eq(digests.ownerId, owner), after ? lt(digests.day, after) : undefined))
    .orderBy(desc(digests.day))
    .limit(limit)
}

export async function findDigest(db: Database, owner: string, digestId: string): Promise<DigestRow | undefined> {
  const rows = await db
    .select(columns)
    .from(digests)
    .where(and(eq(digests.ownerId, owner), eq(digests.id, digestId)))
  return rows[0]
}
