import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { articles } from './articles.ts'
import type { Database } from './database.ts'

/** An article whose page is to be read. */
export interface UnreadPage {
  id: string
  url: string
  /** The page as a browser sent it along: then nothing is fetched. */
  givenHtml: string | null
  /** How often it was begun, this time included. */
  attempts: number
}

/**
 * Begins with the page that is due, the newest first: who saves one waits for it. It is counted before it is read, so
 * that a page on which the process dies is not begun for ever.
 */
export async function beginPage(db: Database): Promise<UnreadPage | undefined> {
  const due = sql`(
    select id from ${articles}
    where ${articles.tryAt} <= now() and ${articles.deletedAt} is null
    order by ${articles.tryAt} desc limit 1
    for update skip locked)`
  const rows = await db
    .update(articles)
    .set({ attempts: sql`${articles.attempts} + 1`, tryAt: sql`now() + ${CLAIM}` })
    .where(sql`${articles.id} in ${due}`)
    .returning({
      id: articles.id,
      url: articles.url,
      givenHtml: articles.givenHtml,
      attempts: articles.attempts,
    })
  return rows[0]
}

/** Whoever begins a page and dies leaves it to others after this time: longer than a page may take. */
const CLAIM = sql`interval '2 minutes'`

/** What was read on a page. */
export interface ReadPage {
  title: string | undefined
  site: string | null
  author: string | null
  excerpt: string | null
  language: string | null
  html: string
  text: string
  minutes: number
}

export async function saveText(db: Database, articleId: string, { title, ...page }: ReadPage): Promise<void> {
  await db
    .update(articles)
    .set({
      ...page,
      ...(title && { title: sql`case when ${articles.isOwnTitle} then ${articles.title} else ${title} end` }),
      textState: 'ready',
      reason: null,
      tryAt: null,
      givenHtml: null,
      updatedAt: sql`now()`,
    })
    .where(eq(articles.id, articleId))
}

/** A page that could not be read. With seconds: it is tried again after them. A text that it had stays readable. */
export async function saveFault(
  db: Database,
  articleId: string,
  reason: string,
  retryAfter: number | undefined,
): Promise<void> {
  await db
    .update(articles)
    .set({
      reason,
      textState:
        retryAfter !== undefined ? 'waiting' : sql`case when ${articles.text} is null then 'failed' else 'ready' end`,
      tryAt: retryAfter === undefined ? null : sql`now() + make_interval(secs => ${retryAfter})`,
      updatedAt: sql`now()`,
    })
    .where(eq(articles.id, articleId))
}

/** Begun, and not ended because the scheduler stops: as if it had not been begun. */
export async function handBackPage(db: Database, articleId: string): Promise<void> {
  await db
    .update(articles)
    .set({ attempts: sql`${articles.attempts} - 1`, tryAt: sql`now()` })
    .where(and(eq(articles.id, articleId), isNotNull(articles.tryAt), isNull(articles.deletedAt)))
}
