import type { CheckIn, Habit } from '@ichrisbirch/contract/habits'
import { Button, TextInput } from '@mantine/core'
import { Form, useNavigate } from 'react-router'
import type { Answer } from '../../answer.ts'
import { Choices } from '../../parts/choices.tsx'
import fields from '../../parts/fields.module.css'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import classes from './habit.module.css'

const STATES = [
  { value: 'done', name: 'Done' },
  { value: 'skipped', name: 'Skipped' },
  { value: 'open', name: 'Open' },
]
/** Of a counted habit the amount says whether it is done. */
const COUNTED = [
  { value: 'counted', name: 'Counted' },
  { value: 'skipped', name: 'Skipped' },
]

interface DayFormProps {
  habit: Habit
  day: string
  checkIn: CheckIn | null
  answer: Answer | undefined
}

/** One day of a habit, to be changed: today, or one that was forgotten. */
export function DayForm({ habit, day, checkIn, answer }: DayFormProps) {
  const navigate = useNavigate()
  const isCounted = habit.target !== null
  const state = checkIn?.state ?? 'open'
  const isDraft = Boolean(answer && 'draft' in answer)
  return (
    <Form method="post" className={classes.day} preventScrollReset>
      <div className={classes.dayHead}>
        <h3>A day</h3>
        <TextInput
          type="date"
          name="day"
          aria-label="Day"
          max={habit.today}
          defaultValue={day}
          error={faultOf(answer, 'day')}
          onChange={({ currentTarget: { value } }) => {
            if (value) void navigate(`?day=${value}`, { replace: true, preventScrollReset: true })
          }}
          required
        />
      </div>
      {!isDraft && <ProblemLine answer={answer} />}
      <Choices
        name="state"
        label="It was"
        choices={isCounted ? COUNTED : STATES}
        chosen={isCounted && state !== 'skipped' ? 'counted' : state}
      />
      <div className={fields.pair}>
        {isCounted && (
          <TextInput
            name="amount"
            label={habit.unit === null ? 'How much' : `How much (${habit.unit})`}
            inputMode="decimal"
            autoComplete="off"
            placeholder="0"
            defaultValue={checkIn?.amount ?? ''}
            error={faultOf(answer, 'amount')}
          />
        )}
        <TextInput name="note" label="Note" maxLength={1000} defaultValue={checkIn?.note ?? ''} />
      </div>
      <div className={fields.steps}>
        <Button type="submit" name="intent" value="day" variant="default">
          Save the day
        </Button>
      </div>
    </Form>
  )
}
