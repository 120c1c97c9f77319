import rows from '../parts/row.module.css'
import { useWaiting } from './use-outbox.ts'

/** What was added on these pages without a connection: in the list at once, under the line that added it. */
export function WaitingRows({ of }: { of: string[] }) {
  const added = useWaiting().filter(({ action, fields }) => of.includes(action) && isNew(fields))
  if (added.length === 0) return null
  return (
    <ul aria-label="Added here, not sent yet">
      {added.toReversed().map(({ seq, fields }) => (
        <li key={seq} className={rows.row} data-pending>
          <div className={rows.line}>
            {/* Only what will be ticked has a circle. */}
            {fields['line'] !== undefined && <span className={rows.tick} />}
            <span className={rows.name}>{fields['line'] ?? fields['name'] ?? fields['url']}</span>
            <span className={rows.facts}>
              {fields['amount'] && (
                <span className={rows.fact}>
                  {fields['amount']} {fields['currency']}
                </span>
              )}
              <span className={rows.fact}>waits</span>
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}

const isNew = ({ intent }: Record<string, string>) => intent === 'add' || intent === 'save'
