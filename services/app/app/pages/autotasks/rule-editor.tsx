import { NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef } from 'react'
import { useFetcher } from 'react-router'
import { Day } from '../../parts/day.tsx'
import fieldClasses from '../../parts/fields.module.css'
import { Weekdays } from '../../parts/weekdays.tsx'
import classes from './rule-editor.module.css'
import { type RuleFields, WEEKDAYS } from './rule-fields.ts'

interface Preview {
  ruleInWords: string
  days: string[]
}

interface RuleEditorProps {
  fields: RuleFields
  startDay: string
  preview: Preview
  fault?: string | undefined
}

/**
 * How often, in plain fields, and the next five days that it gives. The style sheet shows the fields of the chosen
 * unit, so that it works without scripts; there a button brings the days.
 */
export function RuleEditor({ fields, startDay, preview, fault }: RuleEditorProps) {
  const { shown, problem, ask } = usePreview(preview)
  return (
    <fieldset className={classes.editor} onChange={ask}>
      <legend className="unseen">How often</legend>
      <div className={classes.sentence}>
        <span>Every</span>
        <TextInput
          className={classes.every}
          type="number"
          name="every"
          aria-label="Every how many"
          min={1}
          max={1000}
          defaultValue={fields.every}
        />
        <NativeSelect name="unit" aria-label="Unit" defaultValue={fields.unit} className={classes.unit}>
          <option value="DAILY">day</option>
          <option value="WEEKLY">week</option>
          <option value="MONTHLY">month</option>
          <option value="YEARLY">year</option>
          <option value="custom">rule of my own</option>
        </NativeSelect>
      </div>
      <div className={classes.weekdays}>
        <Weekdays days={WEEKDAYS.map(({ code, name }) => ({ value: code, name }))} chosen={fields.weekdays} />
      </div>
      <MonthlyFields fields={fields} />
      <YearlyFields fields={fields} />
      <TextInput
        className={classes.custom}
        name="custom"
        label="Rule"
        description="RFC 5545, for example FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
        defaultValue={fields.custom}
      />
      <EndFields fields={fields} startDay={startDay} />
      <div className={classes.preview} aria-live="polite">
        {(fault ?? problem) ? (
          <p className={classes.fault}>{fault ?? problem}</p>
        ) : (
          <>
            <p className={classes.words}>{shown.ruleInWords}</p>
            <ol className={classes.days} aria-label="The next days">
              {shown.days.map((day) => (
                <li key={day}>
                  <Day day={day} />
                </li>
              ))}
            </ol>
            {shown.days.length === 0 && <p>No day is left.</p>}
          </>
        )}
      </div>
      <button type="submit" name="intent" value="preview" className={`${fieldClasses.quietButton} ${classes.ask}`}>
        Show the next days
      </button>
    </fieldset>
  )
}

function MonthlyFields({ fields }: { fields: RuleFields }) {
  return (
    <div className={classes.monthly} role="group" aria-label="On">
      <label className={classes.choice}>
        <input type="radio" name="monthly" value="day" defaultChecked={fields.monthly === 'day'} />
        On day
        <TextInput
          className={classes.every}
          type="number"
          name="monthDay"
          aria-label="Day of the month"
          min={1}
          max={31}
          defaultValue={fields.monthDay}
        />
      </label>
      <label className={classes.choice}>
        <input type="radio" name="monthly" value="nth" defaultChecked={fields.monthly === 'nth'} />
        On the
        <NativeSelect name="nth" aria-label="Which" defaultValue={fields.nth}>
          <option value="1">first</option>
          <option value="2">second</option>
          <option value="3">third</option>
          <option value="4">fourth</option>
          <option value="-1">last</option>
        </NativeSelect>
        <NativeSelect name="nthWeekday" aria-label="Weekday" defaultValue={fields.nthWeekday}>
          {WEEKDAYS.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </label>
      <label className={classes.choice}>
        <input type="radio" name="monthly" value="last" defaultChecked={fields.monthly === 'last'} />
        On the last day
      </label>
    </div>
  )
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

function YearlyFields({ fields }: { fields: RuleFields }) {
  return (
    <div className={classes.yearly} role="group" aria-label="On">
      <span>On</span>
      <TextInput
        className={classes.every}
        type="number"
        name="yearDay"
        aria-label="Day"
        min={1}
        max={31}
        defaultValue={fields.monthDay}
      />
      <NativeSelect name="month" aria-label="Month" defaultValue={fields.month}>
        {MONTHS.map((name, index) => (
          <option key={name} value={index + 1}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </div>
  )
}

function EndFields({ fields, startDay }: { fields: RuleFields; startDay: string }) {
  return (
    <div className={classes.ends}>
      <TextInput type="date" name="startDay" label="From" defaultValue={startDay} required />
      <NativeSelect name="ends" label="To" defaultValue={fields.ends}>
        <option value="never">No end</option>
        <option value="until">A day</option>
        <option value="count">A number of times</option>
      </NativeSelect>
      <TextInput className={classes.until} type="date" name="until" aria-label="Last day" defaultValue={fields.until} />
      <TextInput
        className={classes.count}
        type="number"
        name="count"
        aria-label="How many times"
        min={1}
        max={10000}
        defaultValue={fields.count}
      />
    </div>
  )
}

/** The days of what the form says now; a quarter of a second after the last change. */
function usePreview(first: Preview) {
  const fetcher = useFetcher<{ preview?: Preview; problem?: { message: string; fields: Record<string, string> } }>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const ask = (event: FormEvent<HTMLFieldSetElement>) => {
    const { form } = event.currentTarget
    if (!form) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const draft = new FormData(form)
      draft.set('intent', 'preview')
      void fetcher.submit(draft, { method: 'post' })
    }, 250)
  }
  const problem = fetcher.data?.problem
  return { shown: fetcher.data?.preview ?? first, problem: problem && (problem.fields['rule'] ?? problem.message), ask }
}
