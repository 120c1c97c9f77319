import type { Found, SearchKind } from '@ichrisbirch/contract/search'
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from './database.ts'

interface Source {
  table: string
  /** SQL over the table's columns. */
  title: string
  day?: string
  detail?: string
  isDone?: string
  /** Where its page is: the id is put behind. */
  link: string
  /** What else must be so. */
  where?: string
}

/** Where words are looked for: one line a feature. Each table has `search`, `owner_id` and `deleted_at`. */
export const SOURCES: Record<SearchKind, Source> = {
  task: {
    table: 'tasks',
    title: 'name',
    day: 'due_day',
    detail: 'category',
    isDone: 'completed_at is not null',
    link: '/tasks/',
  },
  habit: { table: 'habits', title: 'name', detail: 'category', isDone: 'paused', link: '/habits/' },
  event: {
    table: 'events',
    title: 'name',
    // Of an all-day event the start is that day; of another it is the day where it takes place.
    day: 'start',
    detail: 'venue',
    isDone: 'ends_at < now()',
    link: '/events/',
  },
  countdown: { table: 'countdowns', title: 'name', day: 'next_day', link: '/countdowns/' },
  article: {
    table: 'articles',
    title: 'title',
    detail: 'site',
    isDone: 'archived_at is not null',
    link: '/articles/',
  },
  highlight: {
    table: 'highlights',
    title: 'left(quote, 200)',
    detail: 'left(note, 60)',
    link: '/articles/highlights/',
    where: 'exists (select from articles where articles.id = article_id and articles.deleted_at is null)',
  },
  book: { table: 'books', title: 'title', detail: 'author', isDone: "shelf in ('read', 'dropped')", link: '/books/' },
  box: { table: 'boxes', title: "number || ' ' || name", link: '/boxes/' },
  thing: {
    table: 'box_items',
    title: 'name',
    detail: "(select 'Box ' || b.number || ': ' || b.name from boxes b where b.id = box_id and b.deleted_at is null)",
    link: '/boxes/things/',
  },
  journal: { table: 'journal_entries', title: 'title', day: 'day', link: '/journal/' },
  money: {
    table: 'money_wasted',
    title: 'name',
    day: 'wasted_day',
    detail: "amount || ' ' || currency",
    link: '/money-wasted/',
  },
}

/** Of a table, the newest matches are ranked: a word that stands nearly everywhere must not cost the whole table. */
const RANKED = 300

/**
 * Words and beginnings of words in everything that the owner keeps, best match first: names count more than notes, what
 * is done counts less, and a title that begins as typed comes first. One statement.
 */
export async function searchEverything(
  db: Database,
  owner: string,
  { words, kind, limit }: { words: string[]; kind?: SearchKind | undefined; limit: number },
): Promise<Found[]> {
  // Each word is quoted, so that nothing a person types is read as a tsquery operator.
  const asked = sql`to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`
  const kinds = kind ? [kind] : (Object.keys(SOURCES) as SearchKind[])
  const parts = kinds.map((each) => partOf(each, SOURCES[each], { owner, asked, begins: words.join(' '), limit }))
  const { rows } = await db.execute<Found & Record<string, unknown>>(sql`
    select kind, id, title, day::text as day, detail, "isDone", link from (
      ${sql.join(parts, sql` union all `)}) as found
    order by rank desc, "isDone", id desc limit ${limit}`)
  return rows
}

function partOf(
  kind: SearchKind,
  source: Source,
  { owner, asked, begins, limit }: { owner: string; asked: SQL; begins: string; limit: number },
): SQL {
  const { title, day = 'null::date', detail = 'null::text', isDone = 'false', link, where = 'true' } = source
  return sql`(
    select ${kind} as kind, id::text, ${sql.raw(title)} as title, (${sql.raw(day)})::date as day, ${sql.raw(detail)} as detail,
      ${sql.raw(isDone)} as "isDone", ${link} || id as link,
      ts_rank(search, ${asked}) * (case when ${sql.raw(isDone)} then 0.5 else 1 end)
        + (case when starts_with(lower(${sql.raw(title)}), lower(${begins})) then 1 else 0 end) as rank
    from (
      select * from ${sql.identifier(source.table)}
      where owner_id = ${owner} and deleted_at is null and search @@ ${asked} and ${sql.raw(where)}
      order by id desc limit ${RANKED}) as newest
    order by rank desc, id desc limit ${limit})`
}
