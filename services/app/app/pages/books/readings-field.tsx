import type { Reading } from '@ichrisbirch/contract/book-readings'
import { NativeSelect, TextInput } from '@mantine/core'
import fields from '../../parts/fields.module.css'
import classes from './readings-field.module.css'

const NONE = { outcome: '', startDay: null, endDay: null, page: null }

/** Each time the book was read, and an empty row for one more. */
export function ReadingsField({ readings, fault }: { readings: Reading[]; fault?: string | undefined }) {
  const rows: (Reading | typeof NONE)[] = [...readings, NONE]
  return (
    <details className={fields.more} open={fault !== undefined}>
      <summary>
        {readings.length === 0
          ? 'When it was read'
          : `When it was read: ${readings.length} ${readings.length === 1 ? 'time' : 'times'}`}
      </summary>
      {fault && <p className={fields.problem}>{fault}</p>}
      <ol className={classes.rows}>
        {rows.map((reading, index) => (
          // Rows have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={classes.row}>
            <NativeSelect name="outcome" aria-label={`Reading ${index + 1}`} defaultValue={reading.outcome}>
              <option value="">{index < readings.length ? 'Remove' : 'Add one'}</option>
              <option value="read">Read</option>
              <option value="reading">Reading now</option>
              <option value="dropped">Dropped</option>
            </NativeSelect>
            <TextInput
              type="date"
              name="startDay"
              aria-label={`First day of reading ${index + 1}`}
              defaultValue={reading.startDay ?? ''}
            />
            <TextInput
              type="date"
              name="endDay"
              aria-label={`Last day of reading ${index + 1}`}
              defaultValue={reading.endDay ?? ''}
            />
            <input type="hidden" name="readingPage" value={reading.page ?? ''} />
          </li>
        ))}
      </ol>
    </details>
  )
}
