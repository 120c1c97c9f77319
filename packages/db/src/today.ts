import { type Today, TODAY_COUNTED, TODAY_SHOWN } from '@ichrisbirch/contract/today'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { prepareQuery } from './prepared.ts'

/** The day and where it lies in time, as the owner counts days. */
export interface DayOfOwner {
  day: string
}

type Parts = Omit<Today, 'day'>

const OPEN_TASKS = 'tasks where owner_id = $1 and completed_at is null and deleted_at is null'
const TASK = 'id, name, category, due_day as "dueDay", autotask_id as "autotaskId"'

/**
 * The parts of a day: for each a query that begins with `select`, of the owner $1 and the day $2. Each is served by an
 * index and ends after a few rows, so that a full house costs what an empty one does.
 */
const PARTS: Record<keyof Parts, string> = {
  overdue: counted(TASK, `${OPEN_TASKS} and due_day < $2`, 'due_day desc, id'),
  due: counted(TASK, `${OPEN_TASKS} and due_day = $2`, 'position'),
}

/** `{items, count}`: the first of what there is, and how many, counted up to a limit. */
function counted(columns: string, from: string, order: string): string {
  return `select json_build_object(
    'items', (select coalesce(json_agg(item), '[]') from (select ${columns} from ${from} order by ${order} limit ${TODAY_SHOWN}) item),
    'count', (select count(*) from (select from ${from} limit ${TODAY_COUNTED}) counted))`
}

/** What an owner's day holds, in one statement. */
export function prepareFindToday(db: NodePgDatabase): (owner: string, at: DayOfOwner) => Promise<Today> {
  const columns = Object.entries(PARTS).map(([name, query]) => `(${query}) as "${name}"`)
  const find = prepareQuery<Parts>(db, 'find_today', `select ${columns.join(', ')}`)
  return async (owner, { day }) => {
    const [parts] = await find(owner, day)
    if (!parts) throw new Error('A select without a table gave no row')
    return { day, ...parts }
  }
}
