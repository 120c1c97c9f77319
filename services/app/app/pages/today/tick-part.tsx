import type { FormEvent, ReactNode } from 'react'
import { Link } from 'react-router'
import { useWaitingIntents } from '../../outbox/use-outbox.ts'
import rows from '../../parts/row.module.css'
import { useSwipe } from '../../parts/use-swipe.ts'
import { useLingering } from '../tasks/use-lingering.ts'
import { Part } from './part.tsx'
import { useTicking } from './use-ticking.ts'

export interface TickItem {
  id: string
  name: string
}

interface TickPartProps<Item> {
  heading: string
  items: Item[]
  count: number
  /** Where the rest is. */
  rest: string
  /** Whose intents the ticks are, and how they are called. */
  kind: string
  tick: string
  untick: string
  to: (item: Item) => string
  /** The version of it that is shown: a tick that comes late must not overrule a newer one unseen. */
  version: (item: Item) => string
  facts: (item: Item) => ReactNode
}

/** Things of the day to be ticked where they stand, whatever feature they are of. */
export function TickPart<Item extends TickItem>(props: TickPartProps<Item>) {
  const { heading, items, count, rest } = props
  const waiting = useWaitingIntents()
  const { shown, linger, leave } = useLingering(items.filter(({ id }) => waiting.get(id) !== props.tick))
  // Not when the last one is ticked: its row is still there, struck, with Undo.
  if (shown.length === 0) return null
  return (
    <Part heading={heading} count={count} shown={items.length} to={rest}>
      <ul className={rows.list} aria-label={heading}>
        {shown.map(({ task: item, isDone }, index) => (
          <TickRow
            key={item.id}
            {...props}
            item={item}
            isDone={isDone}
            onLinger={(done) => linger(item, shown[index - 1]?.task.id ?? null, done)}
            onLeave={() => leave(item.id)}
          />
        ))}
      </ul>
    </Part>
  )
}

interface TickRowProps<Item> extends TickPartProps<Item> {
  item: Item
  isDone: boolean
  onLinger: (isDone: boolean) => void
  onLeave: () => void
}

function TickRow<Item extends TickItem>(props: TickRowProps<Item>) {
  const { item, isDone, kind, tick, untick } = props
  const ticking = useTicking({ kind, id: item.id, name: item.name, version: props.version(item), tick, untick }, props)
  const swipe = useSwipe({ right: ticking.tick, left: () => {} })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isDone) ticking.undo()
    else ticking.tick()
  }
  return (
    <li
      className={rows.row}
      data-row={item.id}
      data-done={isDone || undefined}
      data-leaving={ticking.isLeaving || undefined}
    >
      {swipe.side === 'right' && (
        <div className={rows.under} data-swipe="right" aria-hidden>
          Done
        </div>
      )}
      <form
        method="post"
        action="/today"
        className={rows.line}
        data-swipe={swipe.side}
        style={swipe.side === 'right' ? swipe.style : undefined}
        onSubmit={onSubmit}
        {...swipe.handlers}
      >
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="id" value={item.id} />
        <button
          type="submit"
          name="intent"
          value={isDone ? untick : tick}
          className={rows.tick}
          aria-label={`${isDone ? 'Undo' : 'Done'}: ${item.name}`}
          data-row-tick
        />
        <Link to={props.to(item)} className={rows.name} data-row-name>
          {item.name}
        </Link>
        {isDone ? (
          <span className={rows.actions} data-shown>
            <button type="submit" className={`${rows.action} ${rows.words}`}>
              Undo
            </button>
          </span>
        ) : (
          <span className={rows.facts}>{props.facts(item)}</span>
        )}
      </form>
    </li>
  )
}
