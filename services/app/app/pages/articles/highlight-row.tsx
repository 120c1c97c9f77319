import '@fontsource-variable/source-serif-4/wght.css'
import type { Highlight } from '@ichrisbirch/contract/highlights'
import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import fields from '../../parts/fields.module.css'
import classes from './highlights.module.css'

interface HighlightRowProps {
  highlight: Highlight
  /** Where its words lead; absent where they are no longer in the text. */
  to: string | undefined
  children?: ReactNode
}

/** A marked passage with its note, which can be changed where it stands. */
export function HighlightRow({ highlight: { id, articleId, quote, note }, to, children }: HighlightRowProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  return (
    <li className={classes.row} id={`highlight-${id}`} hidden={fetcher.formData?.get('intent') === 'delete-highlight'}>
      <blockquote>{to ? <Link to={to}>{quote}</Link> : quote}</blockquote>
      {!to && <p className={classes.fact}>These words are no longer in the text.</p>}
      {note && <p className={classes.note}>{note}</p>}
      {children}
      <fetcher.Form method="post" action={`/articles/${articleId}`}>
        <input type="hidden" name="highlight" value={id} />
        <details className={`${fields.more} ${classes.more}`} key={note}>
          <summary>{note ? 'Change the note' : 'Add a note'}</summary>
          <Textarea name="note" aria-label="Note" autosize minRows={2} defaultValue={note ?? ''} maxLength={20_000} />
          <div className={fields.steps}>
            <button type="submit" name="intent" value="note" className={fields.quietButton}>
              Save the note
            </button>
            <button
              type="submit"
              name="intent"
              value="delete-highlight"
              className={`${fields.quietButton} ${fields.push}`}
              data-tone="danger"
            >
              Remove the highlight
            </button>
          </div>
        </details>
      </fetcher.Form>
    </li>
  )
}
