import { addressIn } from '@ichrisbirch/contract/article-addresses'
import { ARTICLE_LISTS, type ArticleListName } from '@ichrisbirch/contract/articles'
import { Link } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load, newId } from '../visit.server.ts'
import type { Route } from './+types/articles'
import { Bookmarklet } from './articles/bookmarklet.tsx'
import { FindLine, TagFilter } from './articles/find.tsx'
import { actOnArticle } from './articles/intents.server.ts'
import { ArticleRow } from './articles/row.tsx'
import { SaveLine } from './articles/save-line.tsx'
import { useRefresh } from './articles/use-refresh.ts'
import { ArticleViews } from './articles/views.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, config }) => {
    const search = new URL(args.request.url).searchParams
    const asked = search.get('list') as ArticleListName | null
    const list = asked && ARTICLE_LISTS.includes(asked) ? asked : 'unread'
    const tag = search.get('tag')
    const q = (search.get('q') ?? '').trim().slice(0, 200)
    const [shown, tags, due] = await Promise.all([
      loadShownRows(args.request, (page) =>
        q
          ? api.searchArticles({ query: { q, limit: page.limit } })
          : api.listArticles({ query: { list, ...(tag && { tag }), ...page } }),
      ),
      api.listArticleTags(),
      api.listArticles({ query: { list: 'review', limit: 1 } }),
    ])
    const shared = ['url', 'text', 'title'].map((name) => search.get(name) ?? '').join(' ')
    return {
      shown,
      list,
      tag,
      q,
      tags: tags.items,
      isReviewDue: due.items.length > 0,
      shared: { url: addressIn(shared) ?? '', title: search.get('title') ?? '' },
      origin: config.APP_ORIGIN,
      newId: newId(),
    }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnArticle)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Articles' }]

export default function Articles({ loaderData, actionData }: Route.ComponentProps) {
  const { shown, list, tag, q, tags, shared, newId, origin, isReviewDue } = loaderData
  useRefresh(shown.items.some(({ textState }) => textState === 'waiting'))
  return (
    <>
      <PageHeader title={list === 'deleted' ? 'Deleted articles' : 'Articles'}>
        {list === 'deleted' ? (
          <Link to="/articles">Back to the articles</Link>
        ) : (
          <ArticleViews shown={q ? undefined : list} due={isReviewDue} />
        )}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {list !== 'deleted' && (
        <>
          <SaveLine {...shared} newId={newId} />
          <FindLine q={q} />
          {!q && <TagFilter tags={tags} chosen={tag} list={list} />}
        </>
      )}
      {shown.items.length > 0 ? (
        <ul className={rows.list} aria-label={q ? 'Found articles' : 'Articles'}>
          {shown.items.map((article) => (
            <ArticleRow key={article.id} article={article} />
          ))}
        </ul>
      ) : (
        <Empty>{q ? `Nothing has the words “${q}”. Beginnings of words are enough.` : WHEN_EMPTY[list]}</Empty>
      )}
      <ShowMore {...shown} />
      {list === 'unread' && !q && <Bookmarklet origin={origin} />}
    </>
  )
}

const WHEN_EMPTY: Record<ArticleListName, string> = {
  unread:
    'Articles keeps pages that you want to read, with their text and without all that is around it. Paste an address above.',
  in_progress: 'What you have begun to read stands here, at the place where you stopped. There is nothing.',
  favourites: 'Articles that you give a star stand here. There are none.',
  archive: 'What you have read or put away stands here. There is nothing yet.',
  review: 'Articles that you want to read again come back here on their day. None is due.',
  all: 'There are no articles.',
  deleted: 'Deleted articles wait here for 30 days. There are none.',
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
