import { addressKey, cleanAddress } from '@ichrisbirch/contract/article-addresses'
import { type ArticleChange, articles } from '@ichrisbirch/contract/articles'
import { addDays, dayAt } from '@ichrisbirch/contract/days'
import * as rows from '@ichrisbirch/db/articles'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import { listArticleHighlights } from '@ichrisbirch/db/highlights'
import { runSoon } from '@ichrisbirch/db/schedules'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { type WholeArticle, writeFile } from './articles/write-file.ts'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

/** The scheduler's job that reads the pages of articles. */
const READER = 'articles'

export function articlesRoutes(app: FastifyInstance, options: RouteOptions): void {
  const change = (state: Parameters<typeof rows.setArticleState>[3]) => {
    return async ({ owner, db, params }: { owner: Owner; db: Database; params: { id: string } }) =>
      (await rows.setArticleState(db, owner.id, params.id, state)) ?? unchanged(db, owner, params.id)
  }

  implement(app, articles, options, {
    async listArticles({ owner, db, query: { list, tag, limit, after } }) {
      const key = rows.articleSortKey(list)
      const items = await rows.listArticles(db, owner.id, {
        list,
        tag: tag?.toLowerCase(),
        today: dayAt(new Date(), owner),
        limit: limit + 1,
        after: readPageKey(after, key === 'reviewDay' ? 'day' : 'instant'),
      })
      return toPage(items, limit, (article) => article[key])
    },

    async searchArticles({ owner, db, query }) {
      const words = query.q.match(/[\p{L}\p{N}]+/gu) ?? []
      return { items: words.length ? await rows.searchArticles(db, owner.id, words, query.limit) : [], next: null }
    },

    async getNextArticle({ owner, db }) {
      return { article: (await rows.findNextArticle(db, owner.id, dayAt(new Date(), owner))) ?? null }
    },

    async listArticleTags({ owner, db }) {
      return { items: await rows.listArticleTags(db, owner.id) }
    },

    async exportArticles({ owner, db, query: { format } }) {
      return writeFile(format, await allArticles(db, owner))
    },

    async getArticle({ owner, db, params }) {
      return found(await rows.findArticle(db, owner.id, params.id), 'article')
    },

    async getArticleText({ owner, db, params }) {
      return found(await rows.findArticleText(db, owner.id, params.id), 'article')
    },

    async createArticle({ owner, db, body }) {
      const { html, title, ...fields } = body
      const url = cleanAddress(body.url)
      const article = { ...fields, id: body.id ?? newId(), url, urlKey: addressKey(url), givenHtml: html }
      const made = await rows.insertArticle(db, owner.id, { ...article, title: title ?? titleOf(url) })
      const saved = made ?? (await sameArticle(db, owner, article))
      await runSoon(db, READER)
      return saved
    },

    async changeArticle({ owner, db, params, body }) {
      const reviewDay = body.reviewDay ?? (await reviewDayOf(db, owner, params.id, body))
      const own = body.title === undefined ? {} : { isOwnTitle: true }
      return found(await rows.changeArticle(db, owner.id, params.id, { ...body, ...own, reviewDay }), 'article')
    },

    async setArticleProgress({ owner, db, params, body }) {
      return found(await rows.setArticleProgress(db, owner.id, params.id, body.percent), 'article')
    },

    async finishArticle({ owner, db, params }) {
      const { reviewDays } = found(await rows.findArticle(db, owner.id, params.id), 'article')
      const reviewDay = reviewDays === null ? null : addDays(dayAt(new Date(), owner), reviewDays)
      return found(await rows.setArticleState(db, owner.id, params.id, 'finished', reviewDay), 'article')
    },

    archiveArticle: change('archived'),
    unarchiveArticle: change('unarchived'),

    async rereadArticlePage({ owner, db, params }) {
      const article = found(await rows.fetchArticleAgain(db, owner.id, params.id), 'article')
      await runSoon(db, READER)
      return article
    },

    async deleteArticle({ owner, db, params }) {
      found(await rows.setArticleState(db, owner.id, params.id, 'deleted'), 'article')
      return undefined
    },

    async restoreArticle({ owner, db, params }) {
      const back = await rows.setArticleState(db, owner.id, params.id, 'restored')
      if (back?.textState === 'waiting') await runSoon(db, READER)
      return back ?? unchanged(db, owner, params.id)
    },
  })
}

const EXPORT_PAGE = 500

async function allArticles(db: Database, owner: Owner): Promise<WholeArticle[]> {
  const all: WholeArticle[] = []
  for (let last: string | undefined, isMore = true; isMore; last = all.at(-1)?.id) {
    const page = await rows.listArticlesWhole(db, owner.id, EXPORT_PAGE, last)
    const marks = await listArticleHighlights(
      db,
      owner.id,
      page.map(({ id }) => id),
    )
    const ofArticle = Map.groupBy(marks, ({ articleId }) => articleId)
    all.push(...page.map((article) => ({ ...article, highlights: ofArticle.get(article.id) ?? [] })))
    isMore = page.length === EXPORT_PAGE
  }
  return all
}

/** Of what is still to be read, the day is known once it was. @returns undefined where it stays as it is. */
async function reviewDayOf(
  db: Database,
  owner: Owner,
  id: string,
  { reviewDays, reviewDay }: ArticleChange,
): Promise<string | null | undefined> {
  if (reviewDay === null || reviewDays === null) return null
  if (reviewDays === undefined) return undefined
  const { readAt } = found(await rows.findArticle(db, owner.id, id), 'article')
  return readAt === null ? null : addDays(dayAt(readAt, owner), reviewDays)
}

/** Until the page was read, its address is its title, as people read addresses. */
function titleOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host.replace(/^www\./, '')}${pathname === '/' ? '' : pathname}`.slice(0, 500)
}

async function unchanged(db: Database, owner: Owner, id: string): Promise<rows.ArticleRow> {
  const article = found(await rows.findArticle(db, owner.id, id), 'article')
  if (article.deletedAt) throw notFound('article')
  return article
}

/**
 * A repeated create with the same id and content is the same create; any other use of a taken id is refused. A page
 * that the owner saved before is that article: it comes back to the top, and gets what is new.
 */
async function sameArticle(
  db: Database,
  owner: Owner,
  article: Omit<rows.NewArticleRow, 'title'>,
): Promise<rows.ArticleRow> {
  const there = await rows.findArticle(db, owner.id, article.id)
  if (there) {
    const isSame =
      there.url === article.url &&
      there.notes === (article.notes ?? null) &&
      there.tags.join() === (article.tags ?? []).join()
    if (isSame) return there
    throw new Refusal('id_taken', 'The id belongs to something else.')
  }
  const before = await rows.findArticleByKey(db, owner.id, article.urlKey)
  if (!before) throw new Refusal('id_taken', 'The id belongs to something else.')
  const tags = [...new Set([...before.tags, ...(article.tags ?? [])])].slice(0, 30)
  const notes = [before.notes, article.notes].filter((text, index, all) => text && all.indexOf(text) === index)
  return db.transaction(async (tx) => {
    found(await rows.saveArticleAgain(tx, owner.id, before.id, article.givenHtml ?? undefined), 'article')
    return found(
      await rows.changeArticle(tx, owner.id, before.id, { tags, notes: notes.join('\n\n').slice(0, 100_000) || null }),
      'article',
    )
  })
}
