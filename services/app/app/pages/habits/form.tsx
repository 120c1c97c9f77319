import type { Category } from '@ichrisbirch/contract/categories'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, useNavigation } from 'react-router'
import type { Answer } from '../../answer.ts'
import { Choices } from '../../parts/choices.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { Weekdays } from '../../parts/weekdays.tsx'
import type { Draft } from './draft.server.ts'
import classes from './form.module.css'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((name, index) => ({
  value: String(index + 1),
  name,
}))

const MEASURES = [
  { value: 'done', name: 'Done or not' },
  { value: 'counted', name: 'A number' },
]

interface HabitFormProps {
  draft: Draft
  categories: Category[]
  notesHtml: string
  answer: Answer | undefined
}

/** What a habit is, how often, and in what it is counted. The style sheet shows the fields of what is chosen. */
export function HabitForm({ draft, categories, notesHtml, answer }: HabitFormProps) {
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  return (
    <Form method="post" className={`${fields.form} ${classes.form}`} preventScrollReset>
      <NameField value={draft.name} fault={faultOf(answer, 'name')} placeholder="What do you want to keep doing?" />
      <ProblemLine answer={answer} />
      <ScheduleFields draft={draft} answer={answer} />
      <Choices
        name="measure"
        label="Each time it is"
        choices={MEASURES}
        chosen={draft.isCounted ? 'counted' : 'done'}
      />
      <div className={`${fields.pair} ${classes.counted}`}>
        <TextInput
          name="target"
          label="A day"
          inputMode="decimal"
          placeholder="8"
          defaultValue={draft.target ?? ''}
          error={faultOf(answer, 'target')}
        />
        <TextInput
          name="unit"
          label="Of what"
          placeholder="glasses"
          maxLength={30}
          defaultValue={draft.unit ?? ''}
          error={faultOf(answer, 'unit')}
        />
      </div>
      <div className={fields.pair}>
        <NativeSelect name="category" label="Category" defaultValue={draft.category ?? ''}>
          <option value="">None</option>
          {categories.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </NativeSelect>
        <TextInput
          type="date"
          name="startDay"
          label="From"
          defaultValue={draft.startDay}
          error={faultOf(answer, 'startDay')}
          required
          withAsterisk={false}
        />
      </div>
      <NotesField notes={draft.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
      <div className={fields.steps}>
        <Button type="submit" name="intent" value="save" loading={isSaving}>
          Save
        </Button>
      </div>
    </Form>
  )
}

function ScheduleFields({ draft, answer }: { draft: Draft; answer: Answer | undefined }) {
  return (
    <>
      <NativeSelect name="schedule" label="How often" defaultValue={draft.schedule}>
        <option value="daily">Every day</option>
        <option value="weekdays">On chosen weekdays</option>
        <option value="weekly">So many times a week</option>
        <option value="interval">Every few days</option>
      </NativeSelect>
      <div className={classes.weekdays}>
        <Weekdays days={WEEKDAYS} chosen={draft.weekdays.map(String)} />
        {faultOf(answer, 'weekdays') && <p className={fields.problem}>{faultOf(answer, 'weekdays')}</p>}
      </div>
      <TextInput
        className={classes.weekly}
        type="number"
        name="timesAWeek"
        label="Times a week"
        min={1}
        max={7}
        defaultValue={draft.timesAWeek}
        error={faultOf(answer, 'timesAWeek')}
      />
      <TextInput
        className={classes.interval}
        type="number"
        name="everyDays"
        label="Every how many days, counted from the last time"
        min={1}
        max={366}
        defaultValue={draft.everyDays}
        error={faultOf(answer, 'everyDays')}
      />
    </>
  )
}
