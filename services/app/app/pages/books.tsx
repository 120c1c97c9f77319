import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { AddLine } from '../parts/add-line.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ScanButton } from '../parts/scan-button.tsx'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load, newId } from '../visit.server.ts'
import type { Route } from './+types/books'
import classes from './books/books.module.css'
import { actOnBook } from './books/intents.server.ts'
import { BookRow } from './books/row.tsx'
import { ShelfFilter } from './books/shelf-filter.tsx'
import { BOOK_VIEWS, filterOf } from './books/views.ts'

const MOST_READING = 100

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const filter = filterOf(new URL(args.request.url).searchParams)
    const [list, reading, counts] = await Promise.all([
      loadShownRows(args.request, (page) => api.listBooks({ query: { ...filter.query, ...page } })),
      filter.name === 'now' ? api.listBooks({ query: { shelf: 'reading', limit: MOST_READING } }) : null,
      api.countBooks(),
    ])
    return { list, reading: reading?.items ?? [], counts, filter, newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnBook)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Books' }]

export default function Books({ loaderData, actionData }: Route.ComponentProps) {
  const { list, reading, counts, filter, newId } = loaderData
  const isEmpty = list.items.length === 0 && reading.length === 0
  return (
    <>
      <PageHeader title="Books" views={BOOK_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <AddLine label="Add a book" placeholder="Add a book: title by author, or ISBN" action="/books" firstId={newId}>
        <ScanButton
          label="Scan an ISBN"
          hint="Hold the bars on the back of a book before the camera."
          format="ean_13"
          pageOf={(code) => `/books/new?isbn=${encodeURIComponent(code)}`}
          instead="Type the ISBN."
        />
      </AddLine>
      <ShelfFilter counts={counts} filter={filter} />
      {reading.length > 0 && <Shelf name="Reading" books={reading} hasHeading />}
      {list.items.length > 0 && <Shelf name={filter.title} books={list.items} hasHeading={reading.length > 0} />}
      {isEmpty && <NoBooks isAll={counts.all === 0} name={filter.title} />}
      <ShowMore {...list} />
      <p className={classes.foot}>
        {filter.name === 'deleted' ? (
          <Link to="/books">Back to the books</Link>
        ) : (
          <Link to="/books?deleted">Deleted books</Link>
        )}
      </p>
      <Outlet />
    </>
  )
}

type ShelfProps = {
  name: string
  books: Route.ComponentProps['loaderData']['reading']
  /** Beside another shelf. */
  hasHeading: boolean
}

function Shelf({ name, books, hasHeading }: ShelfProps) {
  return (
    <section className={classes.shelf} aria-label={name}>
      {hasHeading && <h2 className={classes.heading}>{name}</h2>}
      <ul className={rows.list} aria-label={name}>
        {books.map((book) => (
          <BookRow key={book.id} book={book} />
        ))}
      </ul>
    </section>
  )
}

function NoBooks({ isAll, name }: { isAll: boolean; name: string }) {
  if (!isAll) return <Empty step={<Link to="/books">Show what to read</Link>}>No books under “{name}”.</Empty>
  return (
    <Empty step={<Link to="/books/import">Bring your books from Goodreads or StoryGraph</Link>}>
      Books are what you read, have read and want to read. Type a title or an ISBN above.
    </Empty>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
