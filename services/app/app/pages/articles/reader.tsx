import '@fontsource-variable/source-serif-4/wght.css'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import type { Article } from '@ichrisbirch/contract/articles'
import { finderIn } from '@ichrisbirch/contract/highlight-anchor'
import type { Highlight } from '@ichrisbirch/contract/highlights'
import { useRef } from 'react'
import { Link, redirect, useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconArrowLeft, IconExternalLink } from '../../icons.ts'
import { Moment } from '../../parts/day.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/reader'
import { ArticleFields } from './fields.tsx'
import { HighlightRow } from './highlight-row.tsx'
import marks from './highlights.module.css'
import { actOnArticle, actOnHighlight } from './intents.server.ts'
import { Marker } from './marker.tsx'
import classes from './reader.module.css'
import { useProgress } from './use-progress.ts'
import { useRefresh } from './use-refresh.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { params } = args
    const [article, { html, text }, { items }] = await Promise.all([
      api.getArticle({ params }),
      api.getArticleText({ params }),
      api.listArticleHighlights({ params }),
    ])
    const find = finderIn(text ?? '')
    const inText = items.filter((highlight) => find(highlight)).map(({ id }) => id)
    return { article, html, highlights: items, inText }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    if (form.get('intent') === 'save') {
      const reviewDays = Number(text('reviewDays')) || null
      const body = { title: text('title'), notes: text('notes') || null, tags: tagsIn(text('tags')), reviewDays }
      await visitor.api.changeArticle({ params: args.params, body })
      return { notice: { words: 'Saved' } }
    }
    if (String(form.get('intent')).match(/highlight|note/)) return actOnHighlight(visitor, args.params.id, form)
    form.set('id', args.params.id)
    const answer = await actOnArticle(visitor, form)
    return form.get('intent') === 'delete' ? redirect('/articles') : answer
  })

const tagsIn = (words: string): string[] =>
  words
    .split(/[,\s]+/)
    .map((tag) => tag.replace(/^#/, ''))
    .filter(Boolean)

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.article.title ?? 'Article' }]

export default function Reader({ loaderData, actionData }: Route.ComponentProps) {
  const { article, html, highlights, inText } = loaderData
  const text = useRef<HTMLDivElement>(null)
  useProgress(text, article.id, article.progress)
  useRefresh(article.textState === 'waiting')
  return (
    <article className={classes.reader} key={article.id}>
      <nav className={classes.way} aria-label="Articles">
        <Link to="/articles">
          <IconArrowLeft size={18} stroke={1.75} aria-hidden />
          Articles
        </Link>
        <a href={article.url} target="_blank" rel="noopener noreferrer">
          Original
          <IconExternalLink size={18} stroke={1.75} aria-hidden />
        </a>
      </nav>
      <PageNotice notice={noticeOf(actionData)} />
      <h1 className={classes.title}>{article.title}</h1>
      <Facts article={article} />
      <Buttons article={article} />
      <ArticleFields article={article} answer={actionData} />
      <TextState article={article} hasText={html !== null} />
      {html !== null && (
        // Cleaned by the scheduler when it was fetched: an allow-list of tags, no images, no scripts.
        <div
          ref={text}
          className={classes.text}
          lang={article.language ?? undefined}
          dangerouslySetInnerHTML={{ __html: html }}
        />
      )}
      {html !== null && <Marker text={text} html={html} highlights={highlights} />}
      <Highlights highlights={highlights} inText={inText} />
      {html !== null && <Buttons article={article} />}
    </article>
  )
}

/** What was marked, under the text: there it can be read without scripts too. */
function Highlights({ highlights, inText }: { highlights: Highlight[]; inText: string[] }) {
  if (highlights.length === 0) return null
  return (
    <section className={marks.section}>
      <h2>Highlights</h2>
      <ul aria-label="Highlights">
        {highlights.map((highlight) => (
          <HighlightRow
            key={highlight.id}
            highlight={highlight}
            to={inText.includes(highlight.id) ? `#mark-${highlight.id}` : undefined}
          />
        ))}
      </ul>
    </section>
  )
}

function Facts({ article: { site, author, minutes, savedAt } }: { article: Article }) {
  return (
    <p className={classes.facts}>
      {[author, site].filter(Boolean).join(' · ')}
      {minutes !== null && ` · ${minutes} min`}
      {' · Saved '}
      <Moment at={savedAt} />
    </p>
  )
}

function Buttons({ article }: { article: Article }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { today } = useFrame().account
  const { archivedAt, favouredAt, reviewDay } = article
  const buttons = [
    ...(reviewDay !== null && reviewDay <= today ? [['review', 'Read again']] : []),
    archivedAt === null ? ['finish', 'Finish'] : ['unarchive', 'Put back'],
    ...(archivedAt === null ? [['archive', 'Archive']] : []),
    favouredAt === null ? ['favour', 'Favourite'] : ['unfavour', 'No favourite'],
  ]
  return (
    <fetcher.Form method="post" className={classes.buttons}>
      {buttons.map(([intent, words], index) => (
        <button
          key={intent}
          type="submit"
          name="intent"
          value={intent}
          className={classes.button}
          data-first={index === 0 || undefined}
        >
          {words}
        </button>
      ))}
    </fetcher.Form>
  )
}

/** Why the text is not here, or an older one, and what can be done. */
function TextState({ article, hasText }: { article: Article; hasText: boolean }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { textState, reason, url } = article
  if (textState === 'ready' && reason === null) return null
  const words = textState === 'waiting' ? 'Its text is being fetched.' : 'Its text could not be fetched.'
  return (
    <section className={classes.state} aria-live="polite">
      <p>
        {words} {reason} {textState === 'waiting' && reason && 'It is tried again.'}
      </p>
      {!hasText && (
        <a href={url} target="_blank" rel="noopener noreferrer">
          Read it at its site
        </a>
      )}
      {(textState !== 'waiting' || reason !== null) && (
        <fetcher.Form method="post">
          <button type="submit" name="intent" value="retry" className={classes.button}>
            Try again
          </button>
        </fetcher.Form>
      )}
    </section>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
