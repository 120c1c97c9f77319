import type { BACKUP_PLACES } from '@ichrisbirch/contract/backups'
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, boolean, index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import type { Database } from './database.ts'

export type BackupPlace = (typeof BACKUP_PLACES)[number]

/** What is known of the files in the places: those are the truth, and a house that was restored learns it from them. */
export const backups = pgTable(
  'backups',
  {
    id: id(),
    name: text('name').notNull(),
    place: text('place').$type<BackupPlace>().notNull(),
    madeAt: instant('made_at').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Of the file as it lies there. Null for one that was found there and not yet read. */
    sha256: text('sha256'),
    /** The newest migration that it has. */
    migration: text('migration'),
    encrypted: boolean('encrypted').notNull(),
    /** When it was last restored beside the house, with everything in it. */
    verifiedAt: instant('verified_at'),
    /** Why it could not be restored when that was last tried. */
    fault: text('fault'),
    removedAt: instant('removed_at'),
  },
  (table) => [
    unique('backups_name_place').on(table.name, table.place),
    index('backups_there').on(table.place, table.madeAt).where(sql`${table.removedAt} is null`),
  ],
)

export type BackupRow = typeof backups.$inferSelect

export interface BackupFacts {
  name: string
  place: BackupPlace
  madeAt: string
  bytes: number
  sha256: string | null
  migration: string | null
  encrypted: boolean
}

/**
 * Written to its place; a second time when a run was repeated. What is known of the same bytes stays, that they were
 * verified above all; of others nothing is known.
 */
export async function recordBackup(db: Database, facts: BackupFacts): Promise<BackupRow> {
  const [backup] = await db
    .insert(backups)
    .values(facts)
    .onConflictDoUpdate({
      target: [backups.name, backups.place],
      set: { ...facts, verifiedAt: keptIfSame(backups.verifiedAt), fault: keptIfSame(backups.fault), removedAt: null },
    })
    .returning()
  if (!backup) throw new Error('An upsert returned no row.')
  return backup
}

const keptIfSame = (column: AnyPgColumn) =>
  sql`case when ${backups.sha256} = excluded.sha256 then ${column} else null end`

/** Files that nobody told this house of. A row of the same name that counts as removed is there again. */
export async function recordFound(db: Database, found: BackupFacts[]): Promise<void> {
  if (found.length === 0) return
  await db
    .insert(backups)
    .values(found)
    .onConflictDoUpdate({ target: [backups.name, backups.place], set: { removedAt: null } })
}

/** Those that are in their place, newest first. */
export function backupsThere(db: Database, place: BackupPlace): Promise<BackupRow[]> {
  return db
    .select()
    .from(backups)
    .where(and(eq(backups.place, place), isNull(backups.removedAt)))
    .orderBy(desc(backups.madeAt), desc(backups.id))
}

export async function findBackup(db: Database, backupId: string): Promise<BackupRow | undefined> {
  return (await db.select().from(backups).where(eq(backups.id, backupId)))[0]
}

export interface BackupPage {
  limit: number
  /** The last one before: they are listed newest first. */
  after?: { madeAt: string; id: string } | undefined
}

/** In all places, those that were removed left out. */
export function listBackups(db: Database, { limit, after }: BackupPage): Promise<BackupRow[]> {
  const isLater = after && sql`(${backups.madeAt}, ${backups.id}) < (${after.madeAt}, ${after.id})`
  return db
    .select()
    .from(backups)
    .where(and(isNull(backups.removedAt), isLater))
    .orderBy(desc(backups.madeAt), desc(backups.id))
    .limit(limit)
}

/** The moment of the newest backup that was restored without a fault, in any place; null when there is none. */
export async function lastGoodBackup(db: Database): Promise<string | null> {
  const [newest] = await db
    .select({ madeAt: backups.madeAt })
    .from(backups)
    .where(and(isNull(backups.removedAt), isNull(backups.fault), sql`${backups.verifiedAt} is not null`))
    .orderBy(desc(backups.madeAt))
    .limit(1)
  return newest?.madeAt ?? null
}

/** It was restored without a fault, or why it was not. */
export async function recordVerification(
  db: Database,
  backupId: string,
  result: { at: Date; fault: string | null; sha256?: string; migration?: string | null },
): Promise<void> {
  const { at, ...facts } = result
  const verifiedAt = facts.fault === null ? at.toISOString() : null
  await db
    .update(backups)
    .set({ ...facts, verifiedAt })
    .where(eq(backups.id, backupId))
}

export async function recordRemoved(db: Database, ids: string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await db.update(backups).set({ removedAt: at.toISOString() }).where(inArray(backups.id, ids))
}

/** What was removed so long ago that nobody asks for it. */
export async function forgetRemoved(db: Database, before: Date): Promise<void> {
  await db.delete(backups).where(lt(backups.removedAt, before.toISOString()))
}
