import { useId } from 'react'
import type { Waiting } from '../outbox/outbox.ts'
import { outbox, useWaiting } from '../outbox/use-outbox.ts'
import { useNotices } from '../parts/notice.tsx'
import classes from './standing.module.css'

/** What was done here and is not sent yet; and what the house has not taken, for the person to decide. */
export function WaitingList() {
  const waiting = useWaiting()
  const discard = useDiscard()
  const undecided = waiting.filter(({ fault }) => fault)
  const rest = waiting.filter(({ fault }) => !fault)
  return (
    <>
      {undecided.map((item) => (
        <Undecided key={item.seq} item={item} />
      ))}
      {rest.length > 0 && (
        <details className={classes.waiting}>
          <summary>{rest.length === 1 ? '1 thing waits to be sent' : `${rest.length} things wait to be sent`}</summary>
          <ul>
            {rest.map((item) => (
              <li key={item.seq}>
                <span>{item.words}</span>
                <button type="button" onClick={() => discard(item)} aria-label={`Discard: ${item.words}`}>
                  Discard
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Both sides, one above the other. */
function Undecided({ item }: { item: Waiting }) {
  const heading = useId()
  const discard = useDiscard()
  const isConflict = item.fault?.kind === 'conflict'
  return (
    <section className={classes.undecided} aria-labelledby={heading}>
      <p id={heading}>
        {isConflict ? 'Changed elsewhere meanwhile' : 'The house did not take it'}: {item.words}
      </p>
      <p>{item.fault?.message}</p>
      <div>
        <button type="button" onClick={() => void outbox.sendAnyway(item)}>
          {isConflict ? 'Do it all the same' : 'Try again'}
        </button>
        <button type="button" onClick={() => discard(item)}>
          {isConflict ? 'Leave it as it is there' : 'Discard'}
        </button>
      </div>
    </section>
  )
}

/** Lets go of it; Undo fills in the same form again. */
function useDiscard() {
  const { notify } = useNotices()
  return (item: Waiting) => {
    const { action, fields, words } = item
    void outbox.discard(item).then(() => notify({ words: `Discarded: ${words}`, undo: { action, fields } }))
  }
}
