import type { DayDeed } from '@ichrisbirch/contract/journal'
import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

/** A day of the owner's: its name, and the instants at which it and the next one begin. */
interface DayOfOwner {
  day: string
  from: string
  before: string
}

/** Beyond it nobody wants to begin with it. */
const MOST = 100

/** What a day held, feature by feature, each in the order in which it came about; up to 100 of each. */
export async function listDayDeeds(db: Database, owner: string, { day, from, before }: DayOfOwner): Promise<DayDeed[]> {
  const { rows } = await db.execute<{ [Field in keyof DayDeed]: DayDeed[Field] }>(sql`
    (select 'tasks' as feature, id, name, null as fact from tasks
      where owner_id = ${owner} and completed_at >= ${from} and completed_at < ${before} and deleted_at is null
      order by completed_at, id limit ${MOST})
    union all
    (select 'habits', h.id, h.name, c.amount::text || coalesce(' ' || c.unit, '')
      from habit_check_ins c join habits h on h.id = c.habit_id and h.deleted_at is null
      where c.owner_id = ${owner} and c.day = ${day} and c.state = 'done'
      order by c.at, h.id limit ${MOST})
    union all
    -- No event lasts longer than a year; of an all-day one the days are counted in UTC.
    (select 'events', id, name, venue from events
      where owner_id = ${owner} and deleted_at is null and attending <> 'no'
        and starts_at > ${from}::timestamptz - interval '368 days' and starts_at < ${before}::timestamptz + interval '1 day'
        and case when all_day then starts_at <= (${day} || 'T00:00Z')::timestamptz and ends_at > (${day} || 'T00:00Z')::timestamptz
          else starts_at >= ${from} and starts_at < ${before} end
      order by starts_at, id limit ${MOST})
    union all
    (select 'articles', id, title, site from articles
      where owner_id = ${owner} and read_at >= ${from} and read_at < ${before} and deleted_at is null
      order by read_at, id limit ${MOST})
    union all
    (select 'books', b.id, b.title, r.outcome
      from book_readings r join books b on b.id = r.book_id and b.deleted_at is null
      where r.owner_id = ${owner} and r.end_day = ${day}
      order by r.id limit ${MOST})
    union all
    (select 'money', id, name, amount::text || ' ' || currency from money_wasted
      where owner_id = ${owner} and wasted_day = ${day} and deleted_at is null
      order by created_at, id limit ${MOST})`)
  return rows
}
