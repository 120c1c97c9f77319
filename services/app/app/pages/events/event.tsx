import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, redirect, useLocation, useNavigation } from 'react-router'
import { IconExternalLink } from '../../icons.ts'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { Choices } from '../../parts/choices.tsx'
import { CurrencyField } from '../../parts/currency-field.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/event'
import { draftOf, newDraft, readDraft, saveDraft } from './draft.server.ts'
import classes from './events.module.css'
import { actOnEvent } from './intents.server.ts'
import { TimeFields } from './time-fields.tsx'

/** `new` is an event that is not there yet, on the day that the address names. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account, locale }) => {
    const { id } = args.params
    const event = id === 'new' ? null : await api.getEvent({ params: { id } })
    const day = new URL(args.request.url).searchParams.get('day') ?? account.today
    const draft = event ? draftOf(event, account.timeZone, locale) : newDraft(day, account.timeZone, locale)
    const notesHtml = event?.notes ? renderMarkdown(event.notes) : ''
    return { event, draft, notesHtml, zones: Intl.supportedValuesOf('timeZone') }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    if (form.get('intent') === 'save') {
      const refused = await saveDraft(visitor, args.params.id, readDraft(form))
      if (refused) return refused
    } else {
      form.set('id', args.params.id)
      await actOnEvent(visitor, form)
    }
    const from = String(form.get('from'))
    return redirect(/^\/events(\/month)?(\?.*)?$/.test(from) ? from : '/events')
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

const REMINDERS = [
  { value: '', label: 'None' },
  { value: '0', label: 'At the start' },
  { value: '10', label: '10 minutes before' },
  { value: '30', label: '30 minutes before' },
  { value: '60', label: 'An hour before' },
  { value: '120', label: 'Two hours before' },
  { value: '1440', label: 'A day before' },
  { value: '10080', label: 'A week before' },
]

export default function EventDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { event, notesHtml, zones } = loaderData
  const draft = answer && 'draft' in answer ? answer.draft : loaderData.draft
  const from = (useLocation().state as { from?: string } | null)?.from ?? '/events'
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  const { notify } = useNotices()
  const offerUndo = () =>
    event &&
    notify({
      words: `Deleted “${event.name}”`,
      undo: { action: '/events', fields: { intent: 'restore', id: event.id } },
    })
  const isListed = REMINDERS.some(({ value }) => value === draft.reminder)
  return (
    <Drawer title={event ? `Event: ${event.name}` : 'New event'} closeTo={from}>
      <Form method="post" className={fields.form} key={event?.updatedAt ?? 'new'} preventScrollReset>
        <input type="hidden" name="from" value={from} />
        <NameField value={draft.name} fault={faultOf(answer, 'name')} placeholder="What is it?" />
        <ProblemLine answer={answer} />
        <TimeFields draft={draft} zones={zones} answer={answer} />
        <TextInput
          name="venue"
          label="Where"
          maxLength={500}
          defaultValue={draft.venue}
          error={faultOf(answer, 'venue')}
        />
        <TextInput
          type="url"
          name="link"
          label="Link"
          placeholder="https://"
          defaultValue={draft.link}
          error={faultOf(answer, 'link')}
        />
        {event?.link && (
          <a href={event.link} target="_blank" rel="noreferrer" className={classes.open}>
            Open {new URL(event.link).hostname} <IconExternalLink size={16} stroke={1.75} aria-hidden />
          </a>
        )}
        <Choices
          name="attending"
          label="Going"
          chosen={draft.attending}
          choices={[
            { value: 'yes', name: 'Yes' },
            { value: 'maybe', name: 'Maybe' },
            { value: 'no', name: 'No' },
          ]}
        />
        <NativeSelect
          name="reminder"
          label="Remind me"
          description="Here, and in calendars that subscribe"
          defaultValue={draft.reminder}
          data={
            isListed ? REMINDERS : [...REMINDERS, { value: draft.reminder, label: `${draft.reminder} minutes before` }]
          }
        />
        <div className={classes.cost}>
          <TextInput
            name="cost"
            label="Cost"
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            defaultValue={draft.cost}
            error={faultOf(answer, 'cost')}
          />
          <CurrencyField
            currencies={[
              draft.currency,
              ...Intl.supportedValuesOf('currency').filter((code) => code !== draft.currency),
            ]}
            chosen={draft.currency}
            className={classes.currency}
          />
        </div>
        <NotesField notes={draft.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <TextInput
          name="tags"
          label="Tags"
          placeholder="family, work"
          autoComplete="off"
          defaultValue={draft.tags}
          error={faultOf(answer, 'tags')}
        />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          {event && (
            <button
              type="submit"
              name="intent"
              value="delete"
              className={`${fields.quietButton} ${fields.push}`}
              data-tone="danger"
              formNoValidate
              onClick={offerUndo}
            >
              Delete
            </button>
          )}
        </div>
      </Form>
    </Drawer>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Event" closeTo="/events">
      <ErrorView error={error} />
    </Drawer>
  )
}
