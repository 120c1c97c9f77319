import type { Deed } from '@ichrisbirch/contract/activity'
import { Link, useFetcher, useLocation } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { TimeOfDay } from '../../parts/day.tsx'
import rows from '../../parts/row.module.css'
import classes from './activity.module.css'
import { sayDeed, sayVia } from './say.ts'

/** One act: what it was about, what was done, by whom and when, and the way back. */
export function DeedRow({ deed }: { deed: Deed }) {
  const fetcher = useFetcher<Answer>()
  const { pathname, search } = useLocation()
  useAnswer(fetcher.data)
  const { id, title, link, undone } = deed
  const name = title || 'Without a name'
  const via = sayVia(deed.via)
  return (
    <li className={`${rows.row} ${classes.row}`} data-row={id} data-undone={undone || undefined}>
      <fetcher.Form method="post" action={`${pathname}${search}`} className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={`${rows.lines} ${classes.lines}`}>
          {link ? (
            <Link
              to={link}
              state={{ from: `${pathname}${search}` }}
              className={`${rows.name} ${classes.title}`}
              data-row-name
            >
              {name}
            </Link>
          ) : (
            <span className={`${rows.name} ${classes.title}`}>{name}</span>
          )}
          <span className={classes.said}>{sayDeed(deed)}</span>
        </span>
        <span className={rows.facts}>
          {via && <span className={rows.fact}>{via}</span>}
          <TimeOfDay at={deed.at} />
        </span>
        <span className={classes.step}>
          {deed.canUndo && (
            <button
              type="submit"
              className={`${rows.action} ${rows.words}`}
              aria-label={`Undo: ${sayDeed(deed)} ${name}`}
            >
              Undo
            </button>
          )}
          {undone && <span className="quiet">Undone</span>}
        </span>
      </fetcher.Form>
    </li>
  )
}
