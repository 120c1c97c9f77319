import { useEffect, useRef } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { QUICK_ADD_ID } from '../../frame/focus-quick-add.ts'
import { IconPlus } from '../../icons.ts'
import { newId as makeId } from '../../new-id.ts'
import { WaitingRows } from '../../outbox/waiting-rows.tsx'
import line from '../tasks/quick-add.module.css'

interface SaveLineProps {
  /** What a bookmarklet or a phone shared. */
  url: string
  title: string
  newId: string
}

/** One line that saves a page: it is in the list at once, and its text follows. */
export function SaveLine({ url, title, newId }: SaveLineProps) {
  const fetcher = useFetcher<Answer>()
  const form = useRef<HTMLFormElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const id = useRef<HTMLInputElement>(null)
  useAnswer(fetcher.data)
  const isSaved = fetcher.state === 'idle' && fetcher.data !== undefined && !fetcher.data.problem

  useEffect(() => {
    if (isSaved) form.current?.reset()
  }, [isSaved, fetcher.data])
  useEffect(() => {
    // Brought by a bookmarklet: Enter saves it.
    if (url) submit.current?.focus()
  }, [url])

  return (
    <>
      <fetcher.Form
        ref={form}
        method="post"
        action="/articles"
        className={line.form}
        onSubmit={() => {
          // The page may be one that was kept, and its id used already.
          if (id.current) id.current.value = makeId()
        }}
      >
        <input ref={id} type="hidden" name="id" defaultValue={newId} />
        <input type="hidden" name="title" value={title} />
        <IconPlus size={18} stroke={1.75} className={line.icon} aria-hidden />
        <div className={line.field}>
          <input
            // Another address from another page is another value, whatever stands in the field.
            key={url}
            id={QUICK_ADD_ID}
            name="url"
            className={line.input}
            inputMode="url"
            aria-label="Save a page"
            placeholder="Save a page: paste its address"
            autoComplete="off"
            enterKeyHint="done"
            required
            maxLength={4000}
            defaultValue={url}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
        </div>
        <button ref={submit} type="submit" name="intent" value="save" className={line.add}>
          Save
        </button>
      </fetcher.Form>
      <WaitingRows of={['/articles']} />
    </>
  )
}
