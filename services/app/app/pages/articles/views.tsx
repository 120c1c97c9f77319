import type { ArticleListName } from '@ichrisbirch/contract/articles'
import { Link } from 'react-router'
import header from '../../parts/page-header.module.css'

const VIEWS: { list: ArticleListName; name: string }[] = [
  { list: 'unread', name: 'To read' },
  { list: 'in_progress', name: 'In progress' },
  { list: 'favourites', name: 'Favourites' },
  { list: 'archive', name: 'Archive' },
]

const addressOfList = (list: ArticleListName): string => (list === 'unread' ? '/articles' : `/articles?list=${list}`)

/** The lists of articles: one page, so that what is saved and searched for is the same in all of them. */
export function ArticleViews({ shown, due }: { shown: ArticleListName | 'highlights' | undefined; due: boolean }) {
  const views = due || shown === 'review' ? [...VIEWS, { list: 'review' as const, name: 'Read again' }] : VIEWS
  return (
    <nav className={header.views} aria-label="Articles: views">
      {views.map(({ list, name }) => (
        <Link
          key={list}
          to={addressOfList(list)}
          className={header.view}
          aria-current={list === shown ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
      <Link
        to="/articles/highlights"
        className={header.view}
        aria-current={shown === 'highlights' ? 'page' : undefined}
      >
        Highlights
      </Link>
    </nav>
  )
}
