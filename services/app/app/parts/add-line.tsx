import { useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../answer.ts'
import { QUICK_ADD_ID } from '../frame/focus-quick-add.ts'
import { IconPlus } from '../icons.ts'
import classes from '../pages/tasks/quick-add.module.css'

interface AddLineProps {
  /** What it adds, said as a whole: “Add a book”. */
  label: string
  placeholder: string
  /** Gets the fields `intent` add, `id` and `line`. */
  action: string
  /** A new one comes with the page, once this is added. */
  firstId: string
}

/** One line that adds one thing to the page it stands on. */
export function AddLine({ label, placeholder, action, firstId }: AddLineProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const [line, setLine] = useState('')
  const sent = useRef<string>(undefined)

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
    <fetcher.Form method="post" action={action} className={classes.form}>
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="id" value={firstId} />
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
    </fetcher.Form>
  )
}
