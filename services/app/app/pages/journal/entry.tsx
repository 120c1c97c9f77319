import '@fontsource-variable/source-serif-4/wght.css'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { Form, Link, redirect, useLocation } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { renderMarkdown } from '../../markdown.server.ts'
import { Moment } from '../../parts/day.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { useNotices } from '../../parts/notice.tsx'
import { ProblemLine } from '../../parts/problem.tsx'
import { sayDayInFull } from '../../parts/say-day.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/entry'
import { forgetIfSent } from './drafts.ts'
import classes from './entry.module.css'
import { actOnEntry } from './intents.server.ts'
import { MoodSign } from './mood.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const entry = await api.getJournalEntry({ params: { id: args.params.id } })
    return { entry, html: renderMarkdown(entry.text) }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    form.set('id', args.params.id)
    const answer = await actOnEntry(visitor, form)
    return form.get('intent') === 'delete' ? redirect('/journal') : answer
  })

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: (loaderData as { entry: { title: string } } | undefined)?.entry.title || 'Journal' },
]

/** An entry to be read. */
export default function Entry({ loaderData: { entry, html }, actionData }: Route.ComponentProps) {
  const { locale, account } = useFrame()
  const { state } = useLocation()
  const { notify } = useNotices()
  useEffect(() => forgetIfSent(account.id, entry), [account.id, entry])
  const undo = { action: '/journal', fields: { intent: 'restore', id: entry.id } }
  return (
    <article className={classes.page}>
      <header className={classes.header}>
        <Link to={(state as { from?: string } | null)?.from ?? '/journal'} className={classes.back}>
          Journal
        </Link>
        <h1 suppressHydrationWarning>{sayDayInFull(entry.day, locale)}</h1>
        <p className={classes.facts}>
          {entry.mood && (
            <Link to={`/journal?mood=${entry.mood}`}>
              <MoodSign mood={entry.mood} size={20} />
              <span aria-hidden>{entry.mood}</span>
            </Link>
          )}
          {entry.tags.map((tag) => (
            <Link key={tag} to={`/journal?tag=${encodeURIComponent(tag)}`}>
              #{tag}
            </Link>
          ))}
          <Link to={`/journal?from=${entry.day}&to=${entry.day}`}>Everything about this day</Link>
        </p>
      </header>
      <ProblemLine answer={actionData && 'problem' in actionData ? actionData : undefined} />
      {/* Made by renderMarkdown, which shows raw HTML as text. */}
      <div className={classes.text} dangerouslySetInnerHTML={{ __html: html }} />
      {entry.photos.length > 0 && (
        <ul className={classes.photos} aria-label="Photos">
          {entry.photos.map(({ id, width, height }, index) => (
            <li key={id}>
              <a href={`/photos/${id}`}>
                <img
                  src={`/photos/${id}`}
                  alt={`${index + 1} of ${entry.photos.length}, of ${sayDayInFull(entry.day, locale)}`}
                  width={width}
                  height={height}
                  loading="lazy"
                  suppressHydrationWarning
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      <Form method="post" className={fields.steps}>
        <Button component={Link} to={`/journal/${entry.id}/write`} variant="default">
          Change
        </Button>
        <button
          type="submit"
          name="intent"
          value="delete"
          className={`${fields.quietButton} ${fields.push}`}
          data-tone="danger"
          onClick={() => notify({ words: 'Deleted the entry', undo })}
        >
          Delete
        </button>
      </Form>
      <p className={fields.facts}>
        Written <Moment at={entry.createdAt} />
        {entry.updatedAt !== entry.createdAt && (
          <>
            {' · Changed '}
            <Moment at={entry.updatedAt} />
          </>
        )}
      </p>
    </article>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
