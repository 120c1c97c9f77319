import type { ArticleListName } from '@ichrisbirch/contract/articles'
import { TEXT_STATES } from '@ichrisbirch/contract/articles'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { and, asc, desc, eq, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { boolean, customType, date, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type Changes, id, instant, ownerId } from './columns.ts'
import type { Database } from './database.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * `html` and `text` are what a reader sees: safe HTML, and the same as plain text. A page that is still to be read has
 * `try_at`; `given_html` is one that a browser has sent along.
 */
export const articles = pgTable(
  'articles',
  {
    id: id(),
    ownerId: ownerId(),
    url: text('url').notNull(),
    /** What the addresses of one page have in common. */
    urlKey: text('url_key').notNull(),
    title: text('title').notNull(),
    /** A person's own title stays when the page is read again. */
    isOwnTitle: boolean('is_own_title').notNull().default(false),
    site: text('site'),
    author: text('author'),
    excerpt: text('excerpt'),
    language: text('language'),
    textState: text('text_state', { enum: TEXT_STATES }).notNull().default('waiting'),
    reason: text('reason'),
    attempts: integer('attempts').notNull().default(0),
    tryAt: instant('try_at').default(sql`now()`),
    givenHtml: text('given_html'),
    html: text('html'),
    text: text('text'),
    minutes: integer('minutes'),
    notes: text('notes'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    /** Percent. */
    progress: integer('progress').notNull().default(0),
    reviewDays: integer('review_days'),
    reviewDay: date('review_day', { mode: 'string' }),
    savedAt: instant('saved_at').notNull().default(sql`now()`),
    openedAt: instant('opened_at'),
    readAt: instant('read_at'),
    archivedAt: instant('archived_at'),
    favouredAt: instant('favoured_at'),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    deletedAt: instant('deleted_at'),
    // A tsvector holds a megabyte at most; nobody searches for what only stands behind 200,000 characters.
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', coalesce(site, '') || ' ' || coalesce(author, '') || ' ' || coalesce(left(notes, 100000), '')), 'B') || setweight(array_to_tsvector(tags), 'B') || setweight(to_tsvector('simple', left(coalesce(text, ''), 200000)), 'D')`,
    ),
  },
  (table) => [
    uniqueIndex('articles_url').on(table.ownerId, table.urlKey),
    index('articles_unread')
      .on(table.ownerId, table.savedAt, table.id)
      .where(sql`${table.archivedAt} is null and ${table.deletedAt} is null`),
    index('articles_in_progress')
      .on(table.ownerId, table.openedAt, table.id)
      .where(sql`${table.progress} > 0 and ${table.archivedAt} is null and ${table.deletedAt} is null`),
    index('articles_favourites')
      .on(table.ownerId, table.favouredAt, table.id)
      .where(sql`${table.favouredAt} is not null and ${table.deletedAt} is null`),
    index('articles_archive')
      .on(table.ownerId, table.archivedAt, table.id)
      .where(sql`${table.archivedAt} is not null and ${table.deletedAt} is null`),
    index('articles_review')
      .on(table.ownerId, table.reviewDay, table.id)
      .where(sql`${table.reviewDay} is not null and ${table.deletedAt} is null`),
    index('articles_all').on(table.ownerId, table.savedAt, table.id),
    index('articles_to_read').on(table.tryAt).where(sql`${table.tryAt} is not null and ${table.deletedAt} is null`),
    index('articles_tags').using('gin', table.tags),
    index('articles_search').using('gin', table.search),
    index('articles_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
  ],
)

/** What lists and answers have: without the texts, which are long. */
const columns = {
  id: articles.id,
  url: articles.url,
  title: articles.title,
  site: articles.site,
  author: articles.author,
  excerpt: articles.excerpt,
  language: articles.language,
  textState: articles.textState,
  reason: articles.reason,
  minutes: articles.minutes,
  notes: articles.notes,
  tags: articles.tags,
  progress: articles.progress,
  reviewDays: articles.reviewDays,
  reviewDay: articles.reviewDay,
  savedAt: articles.savedAt,
  openedAt: articles.openedAt,
  readAt: articles.readAt,
  archivedAt: articles.archivedAt,
  favouredAt: articles.favouredAt,
  createdAt: articles.createdAt,
  updatedAt: articles.updatedAt,
  deletedAt: articles.deletedAt,
}
export type ArticleRow = Pick<typeof articles.$inferSelect, keyof typeof columns>

const isHere = isNull(articles.deletedAt)

/** How each list is chosen, and the column that it is ordered and paged by. */
const LISTS = {
  unread: { key: 'savedAt', where: and(isHere, isNull(articles.archivedAt)) },
  in_progress: { key: 'openedAt', where: and(isHere, isNull(articles.archivedAt), sql`${articles.progress} > 0`) },
  favourites: { key: 'favouredAt', where: and(isHere, isNotNull(articles.favouredAt)) },
  archive: { key: 'archivedAt', where: and(isHere, isNotNull(articles.archivedAt)) },
  review: { key: 'reviewDay', where: and(isHere, isNotNull(articles.reviewDay)) },
  all: { key: 'savedAt', where: isHere },
  deleted: { key: 'deletedAt', where: isNotNull(articles.deletedAt) },
} as const satisfies Record<ArticleListName, { key: keyof ArticleRow; where: SQL | undefined }>

export const articleSortKey = (list: ArticleListName) => LISTS[list].key

export interface ArticleFilterRow {
  list: ArticleListName
  tag?: string | undefined
  /** The owner's day: `review` lists what is due by then. */
  today: string
  limit: number
  /** The sort value and id of the last row of the page before. */
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` articles, newest first; those to be reviewed with the longest due first. */
export function listArticles(db: Database, owner: string, filter: ArticleFilterRow): Promise<ArticleRow[]> {
  const { key, where } = LISTS[filter.list]
  const column = articles[key]
  const isUp = filter.list === 'review'
  const { after } = filter
  const from = after && sql`(${sql.param(after.value, column)}, ${after.id}::uuid)`
  return db
    .select(columns)
    .from(articles)
    .where(
      and(
        eq(articles.ownerId, owner),
        where,
        isUp ? lte(articles.reviewDay, filter.today) : undefined,
        filter.tag === undefined ? undefined : sql`${articles.tags} @> array[${filter.tag}]`,
        from && (isUp ? sql`(${column}, ${articles.id}) > ${from}` : sql`(${column}, ${articles.id}) < ${from}`),
      ),
    )
    .orderBy(isUp ? asc(column) : desc(column), isUp ? asc(articles.id) : desc(articles.id))
    .limit(filter.limit)
}

/** Words and beginnings of words, best match first: titles count most, then site, author and notes, then the text. */
export function searchArticles(db: Database, owner: string, words: string[], limit: number): Promise<ArticleRow[]> {
  // Each word is quoted, so that nothing a person types is read as a tsquery operator.
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word.replace(/['\\]/g, ' ')}':*`).join(' & ')})`
  return db
    .select(columns)
    .from(articles)
    .where(and(eq(articles.ownerId, owner), isHere, sql`${articles.search} @@ ${query}`))
    .orderBy(desc(sql`ts_rank(${articles.search}, ${query})`), desc(articles.id))
    .limit(limit)
}

/** What to read now: due for review, else begun last, else what has waited longest. */
export async function findNextArticle(db: Database, owner: string, today: string): Promise<ArticleRow | undefined> {
  const one = (where: SQL | undefined, order: SQL) =>
    db
      .select(columns)
      .from(articles)
      .where(and(eq(articles.ownerId, owner), where))
      .orderBy(order)
      .limit(1)
  const [review] = await one(and(LISTS.review.where, lte(articles.reviewDay, today)), asc(articles.reviewDay))
  const [begun] = review ? [review] : await one(LISTS.in_progress.where, desc(articles.openedAt))
  const [oldest] = begun ? [begun] : await one(LISTS.unread.where, asc(articles.savedAt))
  return oldest
}

/** Of what is not deleted; the most used first. */
export async function listArticleTags(db: Database, owner: string): Promise<{ tag: string; articles: number }[]> {
  const { rows } = await db.execute<{ tag: string; articles: string }>(sql`
    select tag, count(*) as articles from ${articles}, unnest(${articles.tags}) as tag
    where ${articles.ownerId} = ${owner} and ${isHere} group by tag order by count(*) desc, tag`)
  return rows.map(({ tag, articles }) => ({ tag, articles: Number(articles) }))
}

export async function findArticle(db: Database, owner: string, articleId: string): Promise<ArticleRow | undefined> {
  return (await db.select(columns).from(articles).where(mine(owner, articleId)))[0]
}

export async function findArticleByKey(db: Database, owner: string, urlKey: string): Promise<ArticleRow | undefined> {
  return (
    await db
      .select(columns)
      .from(articles)
      .where(and(eq(articles.ownerId, owner), eq(articles.urlKey, urlKey)))
  )[0]
}

export async function findArticleText(
  db: Database,
  owner: string,
  articleId: string,
): Promise<{ html: string | null; text: string | null } | undefined> {
  return (
    await db
      .select({ html: articles.html, text: articles.text })
      .from(articles)
      .where(and(mine(owner, articleId), isHere))
  )[0]
}

/** With their texts, oldest first, for a file of all: `limit` from behind an id. */
export function listArticlesWhole(
  db: Database,
  owner: string,
  limit: number,
  after: string | undefined,
): Promise<(ArticleRow & { html: string | null })[]> {
  return db
    .select({ ...columns, html: articles.html })
    .from(articles)
    .where(and(eq(articles.ownerId, owner), isHere, after ? sql`${articles.id} > ${after}` : undefined))
    .orderBy(asc(articles.id))
    .limit(limit)
}

export type NewArticleRow = Pick<typeof articles.$inferInsert, 'url' | 'urlKey' | 'title'> & { id: string } & Changes<
    Pick<typeof articles.$inferInsert, 'notes' | 'tags' | 'givenHtml'>
  >

/** @returns undefined when the id is taken, or the owner has the page already. */
export async function insertArticle(
  db: Database,
  owner: string,
  article: NewArticleRow,
): Promise<ArticleRow | undefined> {
  const rows = await db
    .insert(articles)
    .values({ ...article, ownerId: owner })
    .onConflictDoNothing()
    .returning(columns)
  return rows[0]
}

type ArticleChangeRow = Changes<
  Pick<typeof articles.$inferInsert, 'title' | 'isOwnTitle' | 'notes' | 'tags' | 'reviewDays' | 'reviewDay'>
>

export async function changeArticle(
  db: Database,
  owner: string,
  articleId: string,
  change: ArticleChangeRow & { favourite?: boolean | undefined },
): Promise<ArticleRow | undefined> {
  const { favourite, ...rest } = change
  const favouredAt =
    favourite === undefined ? undefined : favourite ? sql`coalesce(${articles.favouredAt}, now())` : null
  return update(db, and(mine(owner, articleId), isHere), { ...rest, favouredAt })
}

/** Opens an article at this place. Its row changes every few seconds while somebody reads: no index has a part in it twice. */
export function setArticleProgress(db: Database, owner: string, articleId: string, percent: number) {
  return update(db, and(mine(owner, articleId), isHere), { progress: percent, openedAt: sql`now()` })
}

/** Saved again: back at the top of the unread ones, from the archive or from what was deleted. */
export function saveArticleAgain(db: Database, owner: string, articleId: string, givenHtml: string | undefined) {
  return update(db, mine(owner, articleId), {
    savedAt: sql`now()`,
    archivedAt: null,
    readAt: null,
    deletedAt: null,
    ...(givenHtml !== undefined && { ...FETCH_AGAIN, givenHtml }),
  })
}

const FETCH_AGAIN = { textState: 'waiting', reason: null, attempts: 0, tryAt: sql`now()` } as const

/** Its page is to be read again; until then its text stays. */
export function fetchArticleAgain(db: Database, owner: string, articleId: string) {
  return update(db, and(mine(owner, articleId), isHere), FETCH_AGAIN)
}

/** @returns the article when this call changed it, undefined when it was so already or is not there. */
export function setArticleState(
  db: Database,
  owner: string,
  articleId: string,
  state: 'finished' | 'archived' | 'unarchived' | 'deleted' | 'restored',
  reviewDay?: string | null,
): Promise<ArticleRow | undefined> {
  const now = sql`now()`
  const archivedAt = sql`coalesce(${articles.archivedAt}, now())`
  const transition = {
    finished: { set: { readAt: now, archivedAt, progress: 100, reviewDay }, from: isHere },
    archived: { set: { archivedAt: now }, from: and(isHere, isNull(articles.archivedAt)) },
    unarchived: {
      set: { archivedAt: null, readAt: null, reviewDay: null },
      from: and(isHere, isNotNull(articles.archivedAt)),
    },
    deleted: { set: { deletedAt: now }, from: isHere },
    restored: {
      set: { deletedAt: null },
      from: sql`${articles.deletedAt} > now() - make_interval(days => ${DAYS_TO_RESTORE})`,
    },
  }[state]
  return update(db, and(mine(owner, articleId), transition.from), transition.set)
}

type Setting = {
  [Column in keyof typeof articles.$inferInsert]?: (typeof articles.$inferInsert)[Column] | SQL | undefined
}

async function update(db: Database, where: SQL | undefined, set: Setting): Promise<ArticleRow | undefined> {
  const rows = await db
    .update(articles)
    .set({ ...set, updatedAt: sql`now()` })
    .where(where)
    .returning(columns)
  return rows[0]
}

const mine = (owner: string, articleId: string) => and(eq(articles.id, articleId), eq(articles.ownerId, owner))
