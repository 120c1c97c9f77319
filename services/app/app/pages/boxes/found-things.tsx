import type { BoxItem } from '@ichrisbirch/contract/box-items'
import { Link } from 'react-router'
import rows from '../../parts/row.module.css'
import classes from './boxes.module.css'
import { Flags } from './flags.tsx'
import { Where } from './where.tsx'

/** Things that were looked for: what they are called, and where they are. */
export function FoundThings({ things }: { things: BoxItem[] }) {
  if (things.length === 0) return null
  return (
    <section aria-label="Things">
      <h2 className={classes.heading}>Things</h2>
      <ul className={rows.list} aria-label="Things">
        {things.map((item) => (
          <li key={item.id} className={rows.row} data-row={item.id}>
            <div className={rows.line}>
              <span className={`${rows.lines} ${classes.lines}`}>
                <Link to={addressOf(item)} className={rows.name} data-row-name>
                  {item.name}
                </Link>
                <Where names={pathOf(item)} />
              </span>
              <span className={rows.facts}>
                <Flags of={item} />
                {item.quantity > 1 && <span className="figures">× {item.quantity}</span>}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const addressOf = ({ boxId, id }: BoxItem) => `${boxId ? `/boxes/${boxId}` : '/boxes/loose'}/things/${id}`

const pathOf = ({ box, where }: BoxItem) => (box ? [...where, `Box ${box.number}: ${box.name}`] : ['In no box'])
