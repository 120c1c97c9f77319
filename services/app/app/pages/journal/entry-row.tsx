import { Link, useLocation } from 'react-router'
import rows from '../../parts/row.module.css'
import classes from './journal.module.css'
import { MoodSign } from './mood.tsx'
import type { EntrySummary } from './summary.server.ts'

/** An entry in a list: how it begins, how the day felt, and its first photo. */
export function EntryRow({ entry, children }: { entry: EntrySummary; children?: React.ReactNode }) {
  const { pathname, search } = useLocation()
  return (
    <li className={rows.row} data-row={entry.id}>
      <div className={classes.entry}>
        <div className={classes.words}>
          <Link
            to={`/journal/${entry.id}`}
            state={{ from: `${pathname}${search}` }}
            className={classes.title}
            data-row-name
          >
            {entry.title}
          </Link>
          {entry.excerpt && <p className={classes.excerpt}>{entry.excerpt}</p>}
          {(entry.mood || entry.tags.length > 0 || children) && (
            <p className={classes.facts}>
              {entry.mood && <MoodSign mood={entry.mood} />}
              {entry.tags.map((tag) => (
                <span key={tag}>#{tag}</span>
              ))}
              {children}
            </p>
          )}
        </div>
        {entry.photo && (
          <img
            className={classes.thumbnail}
            src={`/photos/${entry.photo}`}
            alt={entry.photos === 1 ? 'Its photo' : `The first of ${entry.photos} photos`}
            width={72}
            height={72}
            loading="lazy"
          />
        )}
      </div>
    </li>
  )
}
