import type { BoxItem } from '@ichrisbirch/contract/box-items'
import { Button } from '@mantine/core'
import { useRef } from 'react'
import { Link, useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import rows from '../../parts/row.module.css'
import classes from './boxes.module.css'
import { Flags } from './flags.tsx'

interface ThingListProps {
  things: BoxItem[]
  boxes: { id: string; name: string; number: number }[]
  /** The box whose list it is; null for what is in none. */
  boxId: string | null
  name: string
}

/** What is in a box, to be ticked and moved together; one form, so that it works without scripts too. */
export function ThingList({ things, boxes, boxId, name }: ThingListProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const address = boxId === null ? '/boxes/loose' : `/boxes/${boxId}`
  const form = useRef<HTMLFormElement>(null)
  const tickAll = () => {
    for (const box of form.current?.querySelectorAll<HTMLInputElement>('input[name="item"]') ?? []) box.checked = true
  }
  if (things.length === 0) return null
  return (
    <fetcher.Form ref={form} method="post" action={address}>
      <ul className={rows.list} aria-label={name}>
        {things.map((item) => (
          <li key={item.id} className={rows.row} data-row={item.id}>
            <div className={rows.line}>
              <label className={classes.tick}>
                <input type="checkbox" name="item" value={item.id} aria-label={item.name} data-row-tick />
              </label>
              <Link to={`${address}/things/${item.id}`} className={rows.name} preventScrollReset data-row-name>
                {item.name}
              </Link>
              <span className={rows.facts}>
                <Flags of={item} />
                {item.photoId && (
                  <img src={`/photos/${item.photoId}`} alt="" className={classes.thumb} loading="lazy" />
                )}
                {item.quantity > 1 && <span className="figures">× {item.quantity}</span>}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <div className={classes.moves}>
        <label>
          <span className="unseen">Where to</span>
          <select name="to" className={classes.select}>
            {boxes
              .filter(({ id }) => id !== boxId)
              .map((box) => (
                <option key={box.id} value={box.id}>
                  {box.number} {box.name}
                </option>
              ))}
            {boxId !== null && <option value="">In no box</option>}
          </select>
        </label>
        <Button type="submit" name="intent" value="move" disabled={fetcher.state !== 'idle'}>
          Move
        </Button>
        <Button type="submit" name="intent" value="delete" variant="default" disabled={fetcher.state !== 'idle'}>
          Delete
        </Button>
        <Button type="button" variant="subtle" className={classes.scripted} onClick={tickAll}>
          Tick all
        </Button>
      </div>
    </fetcher.Form>
  )
}
