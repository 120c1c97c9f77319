import type { Today } from '@ichrisbirch/contract/today'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { Day } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import { Part } from './part.tsx'

/** One thing of each: the nearest countdown, something to read, the book that is being read. */
export function NextOfToday({ countdown, article, book }: Pick<Today, 'countdown' | 'article' | 'book'>) {
  return (
    <>
      {countdown && (
        <One heading="Counting down" to={`/countdowns/${countdown.id}`} name={countdown.name}>
          <DaysUntil day={countdown.day} />
          <Day day={countdown.day} />
        </One>
      )}
      {article && (
        <One heading="To read" to={`/articles/${article.id}`} name={article.title}>
          {article.site && <span className={rows.fact}>{article.site}</span>}
          {article.progress > 0 ? (
            <span>{article.progress} %</span>
          ) : (
            article.minutes && <span>{article.minutes} min</span>
          )}
        </One>
      )}
      {book && (
        <One heading="Reading" to={`/books/${book.id}`} name={book.title}>
          {book.author && <span className={rows.fact}>{book.author}</span>}
          {book.page !== null && <span>{book.pages ? `${book.page} of ${book.pages}` : `page ${book.page}`}</span>}
        </One>
      )}
    </>
  )
}

function One(props: { heading: string; to: string; name: string; children: ReactNode }) {
  return (
    <Part heading={props.heading} to={props.to}>
      <ul className={rows.list} aria-label={props.heading}>
        <li className={rows.row} data-row={props.to}>
          <div className={rows.line}>
            <Link to={props.to} className={rows.name} data-row-name>
              {props.name}
            </Link>
            <span className={rows.facts}>{props.children}</span>
          </div>
        </li>
      </ul>
    </Part>
  )
}

function DaysUntil({ day }: { day: string }) {
  const { account, locale } = useFrame()
  const days = Math.round((Date.parse(day) - Date.parse(account.today)) / 86_400_000)
  if (days < 2) return null
  const said = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
  return <span suppressHydrationWarning>{said}</span>
}
