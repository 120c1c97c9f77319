import type { Book } from '@ichrisbirch/contract/books'
import { Link, useFetcher, useLocation } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import classes from './books.module.css'
import { Stars } from './stars.tsx'

/** One book: what is known of it at this shelf, and where it can go from here. Works as a plain form too. */
export function BookRow({ book }: { book: Book }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { search } = useLocation()
  const { id, title, shelf, deletedAt } = book
  return (
    <li className={rows.row} data-row={id} hidden={fetcher.formData !== undefined}>
      <fetcher.Form method="post" action={`/books${search}`} className={rows.line}>
        <input type="hidden" name="id" value={id} />
        {shelf === 'reading' && !deletedAt && (
          <button
            type="submit"
            name="intent"
            value="move read"
            className={rows.tick}
            aria-label={`Finish ${title}`}
            data-row-tick
          />
        )}
        <span className={`${rows.lines} ${classes.lines}`}>
          {deletedAt ? (
            <span className={rows.name}>{title}</span>
          ) : (
            <Link to={`/books/${id}${search}`} className={rows.name} preventScrollReset data-row-name>
              {title}
            </Link>
          )}
          {book.author && <span className={classes.author}>{book.author}</span>}
        </span>
        <BookFacts book={book} />
        {deletedAt ? (
          <button
            type="submit"
            name="intent"
            value="restore"
            className={`${rows.action} ${rows.words}`}
            aria-label={`Restore ${title}`}
          >
            Restore
          </button>
        ) : (
          <BookActions book={book} />
        )}
      </fetcher.Form>
    </li>
  )
}

function BookFacts({ book }: { book: Book }) {
  const { shelf, page, pages, rating, ownership, lentTo } = book
  return (
    <span className={rows.facts}>
      {ownership === 'lent' && <span className={rows.fact}>Lent{lentTo && ` to ${lentTo}`}</span>}
      {shelf === 'reading' && <Progress page={page} pages={pages} title={book.title} />}
      {shelf === 'to_read' && pages && <span className={`figures ${classes.pages}`}>{pages} pages</span>}
      {rating && <Stars rating={rating} />}
      {(shelf === 'read' || shelf === 'dropped') && <Day day={book.shelfDay} className={classes.day} />}
    </span>
  )
}

/** How far: the page, and a bar where the book's length is known. */
function Progress({ page, pages, title }: { page: number | null; pages: number | null; title: string }) {
  if (!page) return pages ? <span className="figures">{pages} pages</span> : null
  if (!pages) return <span className="figures">Page {page}</span>
  return (
    <>
      <progress
        className={classes.progress}
        value={Math.min(page, pages)}
        max={pages}
        aria-label={`Read of ${title}`}
      />
      <span className="figures">
        {page} of {pages}
      </span>
    </>
  )
}

const ACTIONS = {
  to_read: [{ intent: 'move reading', verb: 'Start' }],
  reading: [{ intent: 'move dropped', verb: 'Drop' }],
  read: [{ intent: 'move reading', verb: 'Read again' }],
  dropped: [{ intent: 'move reading', verb: 'Go on' }],
}

function BookActions({ book: { title, shelf } }: { book: Book }) {
  return (
    <span className={rows.actions}>
      {[...ACTIONS[shelf], { intent: 'delete', verb: 'Delete' }].map(({ intent, verb }) => (
        <button
          key={intent}
          type="submit"
          name="intent"
          value={intent}
          className={rows.action}
          aria-label={`${verb}: ${title}`}
        >
          {verb}
        </button>
      ))}
    </span>
  )
}
