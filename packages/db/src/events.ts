import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { boolean, customType, index, integer, numeric, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
/** What a clock on the wall shows, to the minute; of an all-day event midnight. Its zone is a column of its own. */
const wallClock = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp without time zone',
  fromDriver: (value) => value.replace(' ', 'T').slice(0, 16),
})

export const events = pgTable(
  'events',
  {
    id: id(),
    ownerId: ownerId(),
    /** What it is called between calendars: the same one imported twice is one event. */
    uid: text('uid').notNull(),
    name: text('name').notNull(),
    allDay: boolean('all_day').notNull(),
    start: wallClock('start').notNull(),
    end: wallClock('end'),
    timeZone: text('time_zone'),
    /** Computed from the wall clock and the zone; of days, in UTC. */
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    venue: text('venue'),
    link: text('link'),
    cost: numeric('cost'),
    currency: text('currency'),
    attending: text('attending', { enum: ['yes', 'maybe', 'no'] }).notNull(),
    reminder: integer('reminder'),
    notes: text('notes'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(venue, '')), 'B') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')`,
    ),
  },
  (table) => [
    uniqueIndex('events_uid').on(table.ownerId, table.uid),
    // The end is in the index too: what is over is passed by without a look at its row.
    index('events_time')
      .on(table.ownerId, table.startsAt, table.id, table.endsAt)
      .where(sql`${table.deletedAt} is null`),
    index('events_reminders')
      .on(table.ownerId, table.startsAt)
      .where(sql`${table.reminder} is not null and ${table.deletedAt} is null`),
    index('events_tags').using('gin', table.tags),
    index('events_search').using('gin', table.search),
    index('events_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

const { ownerId: _owner, search: _search, ...columns } = getTableColumns(events)
export type EventRow = Omit<typeof events.$inferSelect, 'ownerId' | 'search'>
export type NewEventRow = Omit<typeof events.$inferInsert, 'ownerId' | 'search'> & { id: string }

/** An end of a time, for what has a time of day and for what is a day. */
export interface Edge {
  instant: string
  /** Midnight of the day in UTC. */
  day: string
}

export interface EventPage {
  status: 'current' | 'deleted'
  /** Events that are over before are left out. */
  from?: Edge | undefined
  /** Events that start then or later are left out. */
  before?: Edge | undefined
  order: 'soonest' | 'latest'
  limit: number
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` events by their start. */
export function listEvents(db: Database, owner: string, page: EventPage): Promise<EventRow[]> {
  const { after, order, from, before } = page
  const isSoonest = order === 'soonest'
  const key = sql`(${events.startsAt}, ${events.id})`
  const value = after && sql`(${after.value}::timestamptz, ${after.id}::uuid)`
  return db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.ownerId, owner),
        page.status === 'deleted' ? isNotNull(events.deletedAt) : isNull(events.deletedAt),
        from && notOver(from),
        before && startsBefore(before),
        value && (isSoonest ? sql`${key} > ${value}` : sql`${key} < ${value}`),
      ),
    )
    .orderBy(isSoonest ? asc(events.startsAt) : desc(events.startsAt), isSoonest ? asc(events.id) : desc(events.id))
    .limit(page.limit)
}

/** No event lasts longer than a year, so that the index is read from a year before and not from its beginning. */
function notOver({ instant, day }: Edge): SQL {
  const earliest = sql`least(${instant}::timestamptz, ${day}::timestamptz)`
  return sql`${events.startsAt} > ${earliest} - interval '367 days' and ${events.endsAt} >= ${earliest}
    and case when ${events.allDay} then ${events.endsAt} > ${day}::timestamptz
      else ${events.endsAt} > ${instant}::timestamptz or ${events.startsAt} >= ${instant}::timestamptz end`
}

function startsBefore({ instant, day }: Edge): SQL {
  return sql`${events.startsAt} < greatest(${instant}::timestamptz, ${day}::timestamptz)
    and ${events.startsAt} < case when ${events.allDay} then ${day}::timestamptz else ${instant}::timestamptz end`
}

/** Events with a reminder that start within so many days, or began less than a day ago: the caller knows their zone. */
export function listReminders(db: Database, owner: string, days: number): Promise<EventRow[]> {
  return db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.ownerId, owner),
        isNull(events.deletedAt),
        isNotNull(events.reminder),
        sql`${events.startsAt} between now() - interval '2 days' and now() + make_interval(days => ${days})`,
      ),
    )
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(500)
}

export async function findEvent(db: Database, owner: string, eventId: string): Promise<EventRow | undefined> {
  return (await db.select(columns).from(events).where(mine(owner, eventId)))[0]
}

/** Locks the event until the transaction ends: its times are changed together. */
export async function lockEvent(db: Database, owner: string, eventId: string): Promise<EventRow | undefined> {
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(mine(owner, eventId), isNull(events.deletedAt)))
    .for('update')
  return rows[0]
}

/** The events of these names, deleted ones too. */
export function findEventsByUid(db: Database, owner: string, uids: string[]): Promise<EventRow[]> {
  return db
    .select(columns)
    .from(events)
    .where(and(eq(events.ownerId, owner), sql`${events.uid} = any(${sql.param(uids)}::text[])`))
}

/** @returns those that were added: not those whose id or name is taken. */
export function insertEvents(db: Database, owner: string, list: NewEventRow[]): Promise<EventRow[]> {
  return db
    .insert(events)
    .values(list.map((event) => ({ ...event, ownerId: owner })))
    .onConflictDoNothing()
    .returning(columns)
}

export async function changeEvent(
  db: Database,
  owner: string,
  eventId: string,
  change: Changes<Omit<NewEventRow, 'id'>>,
): Promise<EventRow | undefined> {
  const rows = await db
    .update(events)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(mine(owner, eventId), isNull(events.deletedAt)))
    .returning(columns)
  return rows[0]
}

/** @returns the event when this call changed it, undefined when it was so already or is not there. */
export async function setEventState(
  db: Database,
  owner: string,
  eventId: string,
  state: 'deleted' | 'restored',
): Promise<EventRow | undefined> {
  const isDeletion = state === 'deleted'
  const canRestore = sql`${events.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`
  const rows = await db
    .update(events)
    .set({ deletedAt: isDeletion ? sql`now()` : null, updatedAt: sql`now()` })
    .where(and(mine(owner, eventId), isDeletion ? isNull(events.deletedAt) : canRestore))
    .returning(columns)
  return rows[0]
}

function mine(owner: string, eventId: string): SQL | undefined {
  return and(eq(events.id, eventId), eq(events.ownerId, owner))
}
