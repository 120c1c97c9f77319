import { useEffect, useRef } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { QUICK_ADD_ID } from '../../frame/focus-quick-add.ts'
import { IconPlus } from '../../icons.ts'
import { newId } from '../../new-id.ts'
import { WaitingRows } from '../../outbox/waiting-rows.tsx'
import { CurrencyField } from '../../parts/currency-field.tsx'
import classes from './quick-entry.module.css'

interface QuickEntryProps {
  currencies: string[]
  currency: string
  /** What a form without scripts brought back. */
  draft: { name: string; amount: string } | undefined
  firstId: string
}

/** What it went on, how much, and Enter: the rest can wait. */
export function QuickEntry({ currencies, currency, draft, firstId }: QuickEntryProps) {
  const fetcher = useFetcher<Answer>()
  const form = useRef<HTMLFormElement>(null)
  const name = useRef<HTMLInputElement>(null)
  const id = useRef<HTMLInputElement>(null)
  useAnswer(fetcher.data)
  const fault = fetcher.data?.problem?.fields ?? {}

  useEffect(() => {
    if (!fetcher.data || fetcher.data.problem) return
    // The currency stays: the next one is likely paid with the same.
    for (const input of form.current?.querySelectorAll('input:not([type=hidden])') ?? [])
      (input as HTMLInputElement).value = ''
    name.current?.focus()
  }, [fetcher.data])

  return (
    <>
      <fetcher.Form
        ref={form}
        method="post"
        action="/money-wasted"
        className={classes.form}
        onSubmit={() => {
          // The page may be one that was kept, and its id used already.
          if (id.current) id.current.value = newId()
        }}
      >
        <input type="hidden" name="intent" value="add" />
        <input ref={id} type="hidden" name="id" defaultValue={firstId} />
        <IconPlus size={18} stroke={1.75} className={classes.icon} aria-hidden />
        <input
          ref={name}
          id={QUICK_ADD_ID}
          name="name"
          className={classes.name}
          aria-label="What the money went on"
          aria-invalid={fault['name'] ? true : undefined}
          placeholder="What did it go on?"
          autoComplete="off"
          enterKeyHint="next"
          required
          maxLength={500}
          defaultValue={draft?.name}
        />
        <div className={classes.money}>
          <input
            name="amount"
            className={classes.amount}
            aria-label="Amount"
            aria-invalid={fault['amount'] ? true : undefined}
            placeholder="0.00"
            inputMode="decimal"
            autoComplete="off"
            enterKeyHint="done"
            required
            maxLength={20}
            defaultValue={draft?.amount}
          />
          <CurrencyField currencies={currencies} chosen={currency} className={classes.currency} />
          <button type="submit" className={classes.add} disabled={fetcher.state === 'submitting'}>
            Add
          </button>
        </div>
      </fetcher.Form>
      <WaitingRows of={['/money-wasted']} />
    </>
  )
}
