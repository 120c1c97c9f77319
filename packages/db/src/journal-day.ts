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

/** What a day held, in the order in which it came about; up to 100 of each feature. */
export async function listDayDeeds(db: Database, owner: string, { from, before }: DayOfOwner): Promise<DayDeed[]> {
  const { rows } = await db.execute<{ [Field in keyof DayDeed]: DayDeed[Field] }>(sql`
    (select 'tasks' as feature, id, name, null as fact from tasks
      where owner_id = ${owner} and completed_at >= ${from} and completed_at < ${before} and deleted_at is null
      order by completed_at, id limit ${MOST})`)
  return rows
}
