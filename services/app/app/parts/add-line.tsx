import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../answer.ts'
import { QUICK_ADD_ID } from '../frame/focus-quick-add.ts'
import { IconPlus } from '../icons.ts'
import { newId } from '../new-id.ts'
import { WaitingRows } from '../outbox/waiting-rows.tsx'
import classes from '../pages/tasks/quick-add.module.css'

interface AddLineProps {
  /** What it adds, said as a whole: “Add a book”. */
  label: string
  placeholder: string
  /** Gets the fields `intent` add, `id` and `line`. */
  action: string
  /** For a form without scripts; with them each has an id of its own. */
  firstId: string
  /** Sent along. */
  fields?: Record<string, string>
  /** At its end. */
  children?: ReactNode
}

/** One line that adds one thing to the page it stands on. */
export function AddLine({ label, placeholder, action, firstId, fields = {}, children }: AddLineProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const [line, setLine] = useState('')
  const sent = useRef<string>(undefined)
  const id = useRef<HTMLInputElement>(null)

  // What was refused stays, and what was typed meanwhile too.
  useEffect(() => {
    if (fetcher.state === 'submitting') sent.current = String(fetcher.formData?.get('line'))
    else if (sent.current !== undefined) {
      const added = sent.current
      sent.current = undefined
      if (!fetcher.data?.problem) setLine((now) => (now === added ? '' : now))
    }
  }, [fetcher.state, fetcher.formData, fetcher.data])

  return (
    <>
      <fetcher.Form
        method="post"
        action={action}
        className={classes.form}
        onSubmit={() => {
          // The page may be one that was kept, and its id used already.
          if (id.current) id.current.value = newId()
        }}
      >
        <input type="hidden" name="intent" value="add" />
        <input ref={id} type="hidden" name="id" defaultValue={firstId} />
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <IconPlus size={18} stroke={1.75} className={classes.icon} aria-hidden />
        <div className={classes.field}>
          <input
            id={QUICK_ADD_ID}
            name="line"
            className={classes.input}
            aria-label={label}
            placeholder={placeholder}
            autoComplete="off"
            enterKeyHint="done"
            maxLength={600}
            required
            value={line}
            onChange={(event) => setLine(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
        </div>
        <button
          type="submit"
          className={classes.add}
          disabled={fetcher.state !== 'idle'}
          data-empty={line.trim() === '' || undefined}
        >
          Add
        </button>
        {children}
      </fetcher.Form>
      <WaitingRows of={[action]} />
    </>
  )
}
