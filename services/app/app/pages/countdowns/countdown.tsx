import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Form, redirect, useNavigation } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { AccentChoice } from '../../parts/accent-choice.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/countdown'
import { draftOf, newDraft, type Repeat, readDraft, saveDraft } from './draft.server.ts'
import { actOnCountdown } from './intents.server.ts'
import { sayYearly } from './say.ts'

const UNITS = [
  { value: 'days', name: 'Days' },
  { value: 'weeks', name: 'Weeks' },
  { value: 'months', name: 'Months' },
  { value: 'years', name: 'Years' },
]

/** `new` is a countdown that is not there yet. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { id } = args.params
    const countdown = id === 'new' ? null : await api.getCountdown({ params: { id } })
    const draft = countdown ? draftOf(countdown) : newDraft()
    return { countdown, draft, notesHtml: countdown?.notes ? renderMarkdown(countdown.notes) : '' }
  })

export const action = (args: Route.ActionArgs) => {
  const { id } = args.params
  return act(args, async (visitor, form) => {
    if (form.get('intent') === 'save') return (await saveDraft(visitor, id, readDraft(form))) ?? redirect('/countdowns')
    form.set('id', id)
    await actOnCountdown(visitor, form)
    return redirect('/countdowns')
  })
}

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function CountdownDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { countdown, notesHtml } = loaderData
  const draft = answer && 'draft' in answer ? answer.draft : loaderData.draft
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  const { notify } = useNotices()
  return (
    <Drawer title={countdown ? `Countdown: ${countdown.name}` : 'New countdown'} closeTo="/countdowns">
      <Form method="post" className={fields.form} key={countdown?.updatedAt ?? 'new'} preventScrollReset>
        <NameField value={draft.name} fault={faultOf(answer, 'name')} placeholder="To what, or since what?" />
        <ProblemLine answer={answer} />
        <DayFields
          day={draft.day}
          repeat={draft.repeat}
          ruleInWords={countdown?.ruleInWords ?? null}
          fault={faultOf(answer, 'day')}
        />
        <Choices name="unit" label="Say it in" choices={UNITS} chosen={draft.unit} />
        <AccentChoice name="hue" legend="Colour" chosen={draft.hue} />
        <NotesField notes={draft.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          {countdown && (
            <button
              type="submit"
              name="intent"
              value="delete"
              className={`${fields.quietButton} ${fields.push}`}
              data-tone="danger"
              onClick={() =>
                notify({
                  words: `Deleted “${countdown.name}”`,
                  undo: { action: '/countdowns', fields: { intent: 'restore', id: countdown.id } },
                })
              }
            >
              Delete
            </button>
          )}
        </div>
      </Form>
    </Drawer>
  )
}

/** The day, and whether it comes every year: what that can mean follows from the day. */
function DayFields(props: { day: string; repeat: Repeat; ruleInWords: string | null; fault: string | undefined }) {
  const { locale, account } = useFrame()
  const [day, setDay] = useState(props.day)
  const yearly = sayYearly(day || account.today, locale)
  return (
    <>
      <TextInput
        type="date"
        name="day"
        label="Day"
        description="A day to come, or one that has passed"
        defaultValue={props.day}
        onChange={(event) => event.currentTarget.value && setDay(event.currentTarget.value)}
        error={props.fault}
        required
        withAsterisk={false}
      />
      {/* The months' names may differ by a dot between the server's tables and the browser's. */}
      <NativeSelect name="repeat" label="Repeat" defaultValue={props.repeat}>
        <option value="once">Once</option>
        <option value="date" suppressHydrationWarning>
          {yearly.date}
        </option>
        {yearly.weekday && (
          <option value="weekday" suppressHydrationWarning>
            {yearly.weekday}
          </option>
        )}
        {yearly.lastWeekday && (
          <option value="lastWeekday" suppressHydrationWarning>
            {yearly.lastWeekday}
          </option>
        )}
        {props.repeat === 'own' && <option value="own">{props.ruleInWords?.replace(/^e/, 'E')}</option>}
      </NativeSelect>
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Countdown" closeTo="/countdowns">
      <ErrorView error={error} />
    </Drawer>
  )
}
