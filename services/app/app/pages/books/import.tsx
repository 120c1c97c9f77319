import { BOOKS_FILE_LIMIT } from '@ichrisbirch/contract/books'
import { Button } from '@mantine/core'
import { Form, Link, useNavigation } from 'react-router'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageHeader } from '../../parts/page-header.tsx'
import { ProblemLine } from '../../parts/problem.tsx'
import { act } from '../../visit.server.ts'
import type { Route } from './+types/import'
import classes from './import.module.css'
import { BOOK_VIEWS } from './views.ts'

const MOST_FAULTS_SHOWN = 200

const refuse = (message: string) => ({ problem: { message, fields: {} } })

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) return refuse('Choose a file first.')
    if (file.size > BOOKS_FILE_LIMIT) return refuse('The file is larger than 16 MB. Divide it in two.')
    const { faults, ...counts } = await api.importBooks({ body: { csv: textOf(await file.bytes()) } })
    return { result: { ...counts, faults: faults.slice(0, MOST_FAULTS_SHOWN), faultCount: faults.length } }
  })

/** UTF-8, or what an old spreadsheet writes. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Import books' }]

export default function ImportBooks({ actionData }: Route.ComponentProps) {
  const isSending = useNavigation().formMethod === 'POST'
  const result = actionData && 'result' in actionData ? actionData.result : undefined
  return (
    <>
      <PageHeader title="Books" views={BOOK_VIEWS} />
      <section className={fields.section}>
        <h2>Bring your books</h2>
        <p className="quiet">
          A CSV file as Goodreads exports it (My Books, Import and export), as StoryGraph does, or one from here. Books
          that you have already stay as they are, so that the same file twice does no harm.
        </p>
        <ProblemLine answer={actionData && 'problem' in actionData ? actionData : undefined} />
        <Form method="post" encType="multipart/form-data" className={classes.form}>
          <input
            type="file"
            name="file"
            accept=".csv,text/csv"
            required
            aria-label="CSV file"
            className={fields.file}
          />
          <Button type="submit" loading={isSending}>
            Import
          </Button>
        </Form>
        {result && <Result {...result} />}
      </section>
      <section className={fields.section}>
        <h2>Take them with you</h2>
        <p className="quiet">
          All books in one CSV file, which Goodreads and StoryGraph read. Brought back here, every book is as it was.
        </p>
        <p>
          <a href="/books/export" download className={classes.download}>
            Download the books
          </a>
        </p>
      </section>
    </>
  )
}

interface ResultProps {
  added: number
  known: number
  faults: { line: number; message: string }[]
  faultCount: number
}

function Result({ added, known, faults, faultCount }: ResultProps) {
  return (
    <div role="status" className={classes.result}>
      <p>
        <strong>
          {added} {added === 1 ? 'book' : 'books'} added
        </strong>
        {known > 0 && `, ${known} there already`}
        {faultCount > 0 && `, ${faultCount} ${faultCount === 1 ? 'thing' : 'things'} could not be read`}.{' '}
        <Link to="/books">Go to the books</Link>
      </p>
      {faults.length > 0 && (
        <ul className={classes.faults} aria-label="What could not be read">
          {faults.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              <span className="figures">Line {line}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
