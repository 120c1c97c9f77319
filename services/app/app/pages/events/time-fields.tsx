import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { Answer } from '../../answer.ts'
import { faultOf } from '../../parts/problem.tsx'
import type { Draft } from './draft.server.ts'
import classes from './events.module.css'

interface TimeFieldsProps {
  draft: Draft
  zones: string[]
  answer: Answer | undefined
}

/** When it is. The style sheet hides the times of what is all day, so that it works without scripts. */
export function TimeFields({ draft, zones, answer }: TimeFieldsProps) {
  return (
    <fieldset className={classes.times}>
      <legend className="unseen">When</legend>
      <Checkbox name="allDay" label="All day" defaultChecked={draft.allDay} />
      <div className={classes.moment}>
        <TextInput
          type="date"
          name="startDay"
          label="Starts"
          required
          withAsterisk={false}
          defaultValue={draft.startDay}
          error={faultOf(answer, 'start')}
        />
        <TextInput
          type="time"
          name="startTime"
          aria-label="Starts at"
          className={classes.clock}
          defaultValue={draft.startTime}
        />
      </div>
      <div className={classes.moment}>
        <TextInput type="date" name="endDay" label="Ends" defaultValue={draft.endDay} error={faultOf(answer, 'end')} />
        <TextInput
          type="time"
          name="endTime"
          aria-label="Ends at"
          className={classes.clock}
          defaultValue={draft.endTime}
        />
      </div>
      <NativeSelect
        name="timeZone"
        label="Time zone"
        className={classes.clock}
        defaultValue={draft.timeZone}
        error={faultOf(answer, 'timeZone')}
      >
        {[...new Set([draft.timeZone, ...zones])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </NativeSelect>
    </fieldset>
  )
}
