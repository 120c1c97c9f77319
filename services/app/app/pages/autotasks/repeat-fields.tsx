import { NativeSelect, TextInput } from '@mantine/core'
import fields from '../../parts/fields.module.css'

/** What the next one is counted from, and how many may wait at once. */
export function RepeatFields({ repeatFrom, maxOpen }: { repeatFrom: 'due' | 'completion'; maxOpen: string }) {
  return (
    <div className={fields.pair}>
      <NativeSelect name="repeatFrom" label="Counted from" defaultValue={repeatFrom}>
        <option value="due">its due day</option>
        <option value="completion">its completion</option>
      </NativeSelect>
      <TextInput
        type="number"
        name="maxOpen"
        label="Open at most"
        description="No new one while this many wait"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={100}
        defaultValue={maxOpen}
      />
    </div>
  )
}
