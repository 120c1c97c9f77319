import { Link } from 'react-router'
import { Moment } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/highlights'
import { HighlightRow } from './highlight-row.tsx'
import classes from './highlights.module.css'
import { ArticleViews } from './views.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => ({
    shown: await loadShownRows(args.request, (page) => api.listHighlights({ query: page })),
  }))

export const meta: Route.MetaFunction = () => [{ title: 'Highlights' }]

export default function AllHighlights({ loaderData: { shown } }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="Articles">
        <ArticleViews shown="highlights" due={false} />
      </PageHeader>
      {shown.items.length > 0 ? (
        <ul aria-label="Highlights">
          {shown.items.map((highlight) => {
            const { id, articleId, articleTitle, createdAt } = highlight
            return (
              <HighlightRow key={id} highlight={highlight} to={`/articles/${articleId}#mark-${id}`}>
                <p className={classes.fact}>
                  <Link to={`/articles/${articleId}`}>{articleTitle}</Link> · <Moment at={createdAt} />
                </p>
              </HighlightRow>
            )
          })}
        </ul>
      ) : (
        <Empty>What you highlight in articles stands here, with your notes. Open one, and select a passage.</Empty>
      )}
      <ShowMore {...shown} />
      {shown.items.length > 0 && (
        <p className={classes.fact}>
          <a href="/articles/export?format=md" download>
            All as a Markdown file
          </a>
        </p>
      )}
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
