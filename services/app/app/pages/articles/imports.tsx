import { ARTICLES_FILE_LIMIT, type ArticleImport } from '@ichrisbirch/contract/article-imports'
import { Button } from '@mantine/core'
import { Form, Link, useNavigation } from 'react-router'
import { type Answer, noticeOf } from '../../answer.ts'
import { Moment } from '../../parts/day.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { act, load, newId } from '../../visit.server.ts'
import type { Route } from './+types/imports'
import classes from './imports.module.css'
import { useRefresh } from './use-refresh.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { items } = await api.listArticleImports({ query: { limit: 20 } })
    return { imports: items, newId: newId() }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form): Promise<Answer> => {
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) return refuse('Choose a file first.')
    if (file.size > ARTICLES_FILE_LIMIT) return refuse('The file is larger than 16 MB.')
    const body = { id: String(form.get('id')), name: file.name.slice(0, 200) || 'file', content: await file.text() }
    await api.createArticleImport({ body })
    return { notice: { words: 'The file is being read: you need not wait here' } }
  })

const refuse = (message: string): Answer => ({ problem: { message, fields: {} } })

export const meta: Route.MetaFunction = () => [{ title: 'Import articles' }]

export default function ImportArticles({ loaderData, actionData }: Route.ComponentProps) {
  const { imports, newId } = loaderData
  const isSending = useNavigation().formAction === '/articles/imports'
  useRefresh(imports.some(({ state }) => state === 'waiting' || state === 'running'))
  return (
    <>
      <PageHeader title="Import and export">
        <Link to="/articles">Back to the articles</Link>
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      <section className={fields.section}>
        <h2>Import</h2>
        <p className="quiet">
          An export of Pocket (HTML or CSV), of Instapaper (CSV), or the bookmarks of a browser (HTML). What you have
          saved already stays as it is; the texts of the pages follow one after the other.
        </p>
        <Form method="post" encType="multipart/form-data" className={classes.form} key={newId}>
          <input type="hidden" name="id" value={newId} />
          <input
            type="file"
            name="file"
            className={fields.file}
            aria-label="File"
            accept=".html,.htm,.csv,.txt,text/html,text/csv"
            required
          />
          <Button type="submit" loading={isSending}>
            Import
          </Button>
        </Form>
        {imports.length > 0 && (
          <ul className={classes.imports} aria-label="Imports" aria-live="polite">
            {imports.map((file) => (
              <ImportRow key={file.id} file={file} />
            ))}
          </ul>
        )}
      </section>
      <section className={fields.section}>
        <h2>Export</h2>
        <p className="quiet">All your articles as one file, or what you highlighted in them.</p>
        <div className={fields.steps}>
          <Button component="a" href="/articles/export?format=json" variant="default" download>
            JSON, with texts and highlights
          </Button>
          <Button component="a" href="/articles/export?format=csv" variant="default" download>
            CSV
          </Button>
          <Button component="a" href="/articles/export?format=html" variant="default" download>
            Bookmarks
          </Button>
          <Button component="a" href="/articles/export?format=md" variant="default" download>
            Highlights (Markdown)
          </Button>
        </div>
      </section>
    </>
  )
}

function ImportRow({ file }: { file: ArticleImport }) {
  const { name, state, total, done, faults, faultCount, createdAt } = file
  return (
    <li className={classes.import}>
      <p className={classes.name}>
        {name} <Moment at={createdAt} />
      </p>
      <p className="quiet">{said(file)}</p>
      {state === 'running' && total !== null && (
        <progress className={classes.progress} value={done} max={total} aria-label={`Progress of ${name}`} />
      )}
      {state !== 'failed' && faultCount > 0 && (
        <details className={fields.more}>
          <summary>
            {faultCount === 1 ? 'One entry could not be read' : `${faultCount} entries could not be read`}
          </summary>
          <ul className={classes.faults}>
            {faults.map(({ line, message }, index) => (
              <li key={`${line} ${index}`}>
                Line {line}: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

function said({ state, format, total, done, added, known, faults }: ArticleImport): string {
  if (state === 'waiting') return 'It waits to be read.'
  if (state === 'failed') return faults[0]?.message ?? 'It could not be read.'
  const counts = `${added} saved${known > 0 ? `, ${known} saved before` : ''}`
  return state === 'running' ? `${done} of ${total} · ${counts}` : `${format} · ${counts}`
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
