import type { Today } from '@ichrisbirch/contract/today'
import { TODAY_COUNTED, TODAY_SHOWN } from '@ichrisbirch/contract/today-limits'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { prepareQuery } from './prepared.ts'

type Parts = Omit<Today, 'day'> & { isYearlyPassed: boolean }

const OPEN_TASKS = 'tasks where owner_id = $1 and completed_at is null and deleted_at is null'
/** As every other answer writes an instant. */
const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const TASK = `id, name, category, due_day as "dueDay", autotask_id as "autotaskId", ${instant('updated_at')} as "updatedAt"`
const EVENT = `id, name, all_day as "allDay", venue, attending,
  ${instant('starts_at')} as "startsAt", ${instant('ends_at')} as "endsAt"`
/** A midnight of the owner's wall, so many days after the day; of all-day events, whose days are counted in UTC, of it. */
const midnight = (days: number) =>
  `(($2::date + ${days})::timestamp at time zone (select time_zone from users where id = $1))`
const utcMidnight = (days: number) => `(($2::date + ${days})::timestamp at time zone 'UTC')`
/** As listEvents has it: no event lasts longer than a year, and the first two lines are what the index is read by. */
const EVENTS = `events where owner_id = $1 and deleted_at is null and attending <> 'no'
  and starts_at > ${utcMidnight(0)} - interval '368 days' and starts_at < ${utcMidnight(2)}
  and ends_at >= ${utcMidnight(-1)}
  and case when all_day then starts_at < ${utcMidnight(1)} and ends_at > ${utcMidnight(0)}
    else starts_at < ${midnight(1)} and (ends_at > ${midnight(0)} or starts_at >= ${midnight(0)}) end`
const COUNTDOWNS = 'countdowns where owner_id = $1 and deleted_at is null'
const ARTICLES = 'articles where owner_id = $1 and archived_at is null and deleted_at is null'
const ARTICLE = 'id, title, site, minutes, progress'

/**
 * The parts of a day: for each a query that begins with `select`, of the owner $1 and the day $2. Each is served by an
 * index and ends after a few rows, so that a full house costs what an empty one does.
 */
const PARTS: Record<keyof Parts, string> = {
  overdue: counted(TASK, `${OPEN_TASKS} and due_day < $2`, 'due_day desc, id'),
  due: counted(TASK, `${OPEN_TASKS} and due_day = $2`, 'position'),
  events: counted(EVENT, EVENTS, 'all_day desc, starts_at, id'),
  habits: counted(
    'id, name, target::text as target, unit, streak',
    `habits where owner_id = $1 and deleted_at is null and not paused and next_day <= $2
       and (schedule <> 'weekdays' or extract(isodow from $2::date) = any(weekdays))`,
    "lower(coalesce(category, '')), id",
  ),
  countdown: first('id, name, next_day as day', `${COUNTDOWNS} and next_day >= $2`, 'next_day, id'),
  // As findNextArticle has it.
  article: `select coalesce(
    (${first(ARTICLE, `${ARTICLES} and review_day <= $2`, 'review_day, id')}),
    (${first(ARTICLE, `${ARTICLES} and progress > 0 and progress < 100`, 'opened_at desc, id desc')}),
    (${first(ARTICLE, `${ARTICLES} and progress = 0`, 'saved_at, id')}))`,
  book: first(
    `id, title, author, pages,
     (select page from book_readings r where r.book_id = books.id and r.outcome = 'reading') as page`,
    "books where owner_id = $1 and shelf = 'reading' and deleted_at is null",
    'shelf_day desc, id desc',
  ),
  categories: `select coalesce(json_agg(name order by lower(name)), '[]') from categories where owner_id = $1`,
  isYearlyPassed: `select exists (select from ${COUNTDOWNS} and rule is not null and next_day < $2)`,
}

/** `{items, count}`: the first of what there is, and how many, counted up to a limit. */
function counted(columns: string, from: string, order: string): string {
  return `select json_build_object(
    'items', (select coalesce(json_agg(item), '[]') from (select ${columns} from ${from} order by ${order} limit ${TODAY_SHOWN}) item),
    'count', (select count(*) from (select from ${from} limit ${TODAY_COUNTED}) counted))`
}

/** The first of what there is, or null. */
function first(columns: string, from: string, order: string): string {
  return `select row_to_json(item) from (select ${columns} from ${from} order by ${order} limit 1) item`
}

/** What an owner's day holds, in one statement; and whether a yearly countdown has passed and waits for its next day. */
export function prepareFindToday(
  db: NodePgDatabase,
): (owner: string, day: string) => Promise<{ today: Today; isYearlyPassed: boolean }> {
  const columns = Object.entries(PARTS).map(([name, query]) => `(${query}) as "${name}"`)
  const find = prepareQuery<Parts>(db, 'find_today', `select ${columns.join(', ')}`)
  return async (owner, day) => {
    const [found] = await find(owner, day)
    if (!found) throw new Error('A select without a table gave no row')
    const { isYearlyPassed, ...parts } = found
    return { today: { day, ...parts }, isYearlyPassed }
  }
}
