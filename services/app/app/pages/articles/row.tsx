import type { Article } from '@ichrisbirch/contract/articles'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { IconArchive, IconStar, IconStarFilled, IconTrash } from '../../icons.ts'
import { Moment } from '../../parts/day.tsx'
import { useFrame } from '../../frame/use-frame.ts'
import rows from '../../parts/row.module.css'
import classes from './row.module.css'

const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const
/** The row leaves its list with these. */
const LEAVING = ['finish', 'review', 'archive', 'unarchive', 'delete', 'restore']

const REVIEW = { intent: 'review', verb: 'Read again:' }
const PUT_BACK = { intent: 'unarchive', verb: 'Put back' }
const FINISH = { intent: 'finish', verb: 'Finish' }

/** One article: its title, what is known of it, and what can be done with it. */
export function ArticleRow({ article }: { article: Article }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, title } = article
  const isGone = article.deletedAt !== null
  const isDone = article.archivedAt !== null
  const { today } = useFrame().account
  const isDue = article.reviewDay !== null && article.reviewDay <= today
  const tick = isDue ? REVIEW : isDone ? PUT_BACK : FINISH
  return (
    <li
      className={rows.row}
      data-row={id}
      data-done={(isDone && !isDue) || undefined}
      hidden={LEAVING.includes(String(fetcher.formData?.get('intent')))}
    >
      <fetcher.Form method="post" action="/articles" className={rows.line}>
        <input type="hidden" name="id" value={id} />
        {!isGone && (
          <button
            type="submit"
            name="intent"
            value={tick.intent}
            className={rows.tick}
            aria-label={`${tick.verb} ${title}`}
            data-row-tick
          />
        )}
        <span className={`${rows.lines} ${classes.lines}`}>
          {isGone ? (
            <span className={rows.name}>{title}</span>
          ) : (
            <Link to={`/articles/${id}`} className={`${rows.name} ${classes.name}`} data-row-name>
              {title}
            </Link>
          )}
          <Facts article={article} />
        </span>
        {isGone ? (
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
          <Actions article={article} />
        )}
      </fetcher.Form>
      {article.progress > 0 && !isDone && (
        <span className={classes.progress} style={{ width: `${article.progress}%` }} aria-hidden />
      )}
    </li>
  )
}

function Facts({ article }: { article: Article }) {
  const { minutes, progress, textState, tags, site } = article
  return (
    <span className={classes.facts}>
      {site && <span className={classes.site}>{site}</span>}
      {textState === 'waiting' && minutes === null && <span>Its text is being fetched</span>}
      {textState === 'failed' && <span className={rows.soon}>Only at its site</span>}
      {minutes !== null && <span className="figures">{minutes} min</span>}
      {progress > 0 && article.archivedAt === null && <span className="figures">{progress}% read</span>}
      <Moment at={article.savedAt} />
      {tags.length > 0 && <span className={classes.tags}>{tags.map((tag) => `#${tag}`).join(' ')}</span>}
    </span>
  )
}

function Actions({ article: { title, favouredAt, archivedAt } }: { article: Article }) {
  const isFavourite = favouredAt !== null
  return (
    <>
      {isFavourite && <IconStarFilled size={14} className={classes.star} role="img" aria-label="Favourite" />}
      <span className={rows.actions}>
        <button
          type="submit"
          name="intent"
          value={isFavourite ? 'unfavour' : 'favour'}
          className={rows.action}
          aria-label={`${isFavourite ? 'No favourite any more' : 'Favourite'}: ${title}`}
        >
          {isFavourite ? <IconStarFilled size={18} aria-hidden /> : <IconStar {...icon} />}
        </button>
        {archivedAt === null && (
          <button type="submit" name="intent" value="archive" className={rows.action} aria-label={`Archive ${title}`}>
            <IconArchive {...icon} />
          </button>
        )}
        <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${title}`}>
          <IconTrash {...icon} />
        </button>
      </span>
    </>
  )
}
