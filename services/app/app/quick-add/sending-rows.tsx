import rows from '../parts/row.module.css'
import type { WaitingLine } from './use-add-queue.ts'

interface SendingProps {
  waiting: WaitingLine[]
  retry: (id: string) => void
  discard: (id: string) => void
}

/** What is being added, and what was refused, with the reason. */
export function SendingRows({ waiting, retry, discard }: SendingProps) {
  if (waiting.length === 0) return null
  return (
    <ul aria-label="Being added">
      {waiting.toReversed().map(({ id, line, problem }) => (
        <li key={id} className={rows.row} data-pending>
          <div className={rows.line}>
            <span className={rows.tick} />
            <span className={rows.name}>{line}</span>
            {problem && (
              <span className={rows.actions} data-shown>
                <span className={rows.overdue}>{problem}</span>
                <button type="button" className={`${rows.action} ${rows.words}`} onClick={() => retry(id)}>
                  Try again
                </button>
                <button type="button" className={rows.action} onClick={() => discard(id)}>
                  Discard
                </button>
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
