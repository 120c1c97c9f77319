import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

export const conversations = pgTable(
  'conversations',
  {
    id: id(),
    ownerId: ownerId(),
    title: text('title').notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    index('conversations_newest').on(table.ownerId, table.updatedAt, table.id),
    index('conversations_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

export const messages = pgTable(
  'messages',
  {
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    ownerId: ownerId(),
    sequence: bigint('sequence', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    role: text('role', { enum: ['user', 'assistant'] }).notNull(),
    parts: jsonb('parts').$type<Record<string, unknown>[]>().notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.id] }),
    uniqueIndex('messages_sequence').on(table.conversationId, table.sequence),
  ],
)

const { ownerId: _owner, ...columns } = getTableColumns(conversations)
export type ConversationRow = Omit<typeof conversations.$inferSelect, 'ownerId'>
const { ownerId: _messageOwner, conversationId: _conversation, ...messageColumns } = getTableColumns(messages)
export type MessageRow = Omit<typeof messages.$inferSelect, 'ownerId' | 'conversationId'>

export interface ConversationPage {
  limit: number
  after?: { value: string; id: string } | undefined
}

export function listConversations(db: Database, owner: string, page: ConversationPage): Promise<ConversationRow[]> {
  const { after } = page
  return db
    .select(columns)
    .from(conversations)
    .where(
      and(
        eq(conversations.ownerId, owner),
        isNull(conversations.deletedAt),
        after &&
          sql`(${conversations.updatedAt}, ${conversations.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(page.limit)
}

/** @returns undefined when it is not there, is someone else's, or is deleted. */
export async function findConversation(
  db: Database,
  owner: string,
  conversationId: string,
): Promise<ConversationRow | undefined> {
  return (
    await db
      .select(columns)
      .from(conversations)
      .where(and(mine(owner, conversationId), isNull(conversations.deletedAt)))
  )[0]
}

/** @returns undefined when the id is taken. */
export async function insertConversation(
  db: Database,
  owner: string,
  conversation: { id: string; title: string },
): Promise<ConversationRow | undefined> {
  const rows = await db
    .insert(conversations)
    .values({ ...conversation, ownerId: owner })
    .onConflictDoNothing({ target: conversations.id })
    .returning(columns)
  return rows[0]
}

export async function renameConversation(
  db: Database,
  owner: string,
  conversationId: string,
  title: string,
): Promise<ConversationRow | undefined> {
  const rows = await db
    .update(conversations)
    .set({ title, updatedAt: sql`now()` })
    .where(and(mine(owner, conversationId), isNull(conversations.deletedAt)))
    .returning(columns)
  return rows[0]
}

export async function setConversationState(
  db: Database,
  owner: string,
  conversationId: string,
  state: 'deleted' | 'restored',
): Promise<ConversationRow | undefined> {
  const rows = await db
    .update(conversations)
    .set({ deletedAt: state === 'deleted' ? sql`now()` : null })
    .where(
      and(
        mine(owner, conversationId),
        state === 'deleted' ? isNull(conversations.deletedAt) : isNotNull(conversations.deletedAt),
      ),
    )
    .returning(columns)
  return rows[0]
}

export function listMessages(
  db: Database,
  owner: string,
  conversationId: string,
  page: { limit: number; after?: number | undefined },
): Promise<MessageRow[]> {
  return db
    .select(messageColumns)
    .from(messages)
    .where(
      and(
        eq(messages.ownerId, owner),
        eq(messages.conversationId, conversationId),
        page.after === undefined ? undefined : sql`${messages.sequence} > ${page.after}`,
      ),
    )
    .orderBy(asc(messages.sequence))
    .limit(page.limit)
}

/** Keeps a message; the same id again replaces its parts, at its old place. Must run in a transaction. */
export async function saveMessage(
  db: Database,
  owner: string,
  conversationId: string,
  message: { id: string; role: 'user' | 'assistant'; parts: Record<string, unknown>[] },
): Promise<MessageRow> {
  const [row] = await db
    .insert(messages)
    .values({ ...message, conversationId, ownerId: owner })
    .onConflictDoUpdate({ target: [messages.conversationId, messages.id], set: { parts: message.parts } })
    .returning(messageColumns)
  await db.update(conversations).set({ updatedAt: sql`now()` }).where(mine(owner, conversationId))
  if (!row) throw new Error('an upsert returned no row')
  return row
}

function mine(owner: string, conversationId: string): SQL | undefined {
  return and(eq(conversations.id, conversationId), eq(conversations.ownerId, owner))
}
