import type { DigestContent, DigestList } from '@ichrisbirch/contract/digests'
import { and, asc, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, max, ne, type SQL, sql } from 'drizzle-orm'
import { date, index, jsonb, pgTable, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'
import { tasks } from './tasks.ts'
import { users } from './users.ts'

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

export interface DigestReader {
  id: string
  name: string
  email: string
  timeZone: string
  dayStartHour: number
  digest: string
  /** The day of their newest digest. */
  lastDay: string | null
}

/** Everyone who wants a digest. */
export function listDigestReaders(db: Database): Promise<DigestReader[]> {
  const { id, name, email, timeZone, dayStartHour, digest } = users
  return db
    .select({ id, name, email, timeZone, dayStartHour, digest, lastDay: max(digests.day) })
    .from(users)
    .leftJoin(digests, eq(digests.ownerId, id))
    .where(ne(users.digest, 'none'))
    .groupBy(id)
    .orderBy(asc(id))
}

/** Instants between which things are told of. */
export interface DigestTimes {
  today: string
  /** Of the day before, and of this one. */
  dayStarts: { yesterday: Date; today: Date }
  /** What autotasks made since then is new. */
  lastMorning: Date
}

/** Rows of each list: beyond it nobody reads. */
const SHOWN = 50

export async function readDigestContent(db: Database, owner: string, times: DigestTimes): Promise<DigestContent> {
  const { today, dayStarts, lastMorning } = times
  const isOpen = and(isNull(tasks.completedAt), isNull(tasks.deletedAt))
  return {
    overdue: await list(db, owner, and(isOpen, lt(tasks.dueDay, today)), asc(tasks.dueDay)),
    due: await list(db, owner, and(isOpen, eq(tasks.dueDay, today)), asc(tasks.position)),
    made: await list(
      db,
      owner,
      and(isNotNull(tasks.autotaskId), isNull(tasks.deletedAt), gte(tasks.createdAt, lastMorning.toISOString())),
      asc(tasks.createdAt),
    ),
    done: await list(
      db,
      owner,
      and(
        isNull(tasks.deletedAt),
        gte(tasks.completedAt, dayStarts.yesterday.toISOString()),
        lt(tasks.completedAt, dayStarts.today.toISOString()),
      ),
      asc(tasks.completedAt),
    ),
  }
}

async function list(db: Database, owner: string, which: SQL | undefined, order: SQL): Promise<DigestList> {
  const rows = await db
    .select({ id: tasks.id, name: tasks.name, dueDay: tasks.dueDay, count: sql<string>`count(*) over ()` })
    .from(tasks)
    .where(and(eq(tasks.ownerId, owner), which))
    .orderBy(order, asc(tasks.id))
    .limit(SHOWN)
  return { count: Number(rows[0]?.count ?? 0), tasks: rows.map(({ id, name, dueDay }) => ({ id, name, dueDay })) }
}
