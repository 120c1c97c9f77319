import { Button } from '@mantine/core'
import { Form, Link, useNavigation } from 'react-router'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { At, Moment } from '../../parts/day.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ProblemLine } from '../../parts/problem.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { useKept } from '../../use-kept.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/sharing'
import classes from './events.module.css'
import { EVENT_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) => load(args, async ({ api }) => ({ feed: await api.getEventFeed() }))

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    switch (form.get('intent')) {
      case 'renew':
        return await api.renewEventFeed()
      case 'end':
        await api.deleteEventFeed()
        return {}
      case 'import': {
        const file = form.get('file')
        const ics = file instanceof File ? await textOf(file) : ''
        if (!ics) return { problem: { message: 'Choose a calendar file first.', fields: {} } }
        return { imported: await api.importEvents({ body: { ics } }) }
      }
      default:
        throw new Response('There is no such intent', { status: 400 })
    }
  })

/** UTF-8, as it should be, or what old programs wrote. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  const isUtf8 = !new TextDecoder().decode(bytes).includes('\ufffd')
  return new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1252').decode(bytes)
}

export const meta: Route.MetaFunction = () => [{ title: 'Calendar: import and subscribe' }]

export default function Sharing({ loaderData: { feed }, actionData }: Route.ComponentProps) {
  const problem = actionData && 'problem' in actionData ? actionData : undefined
  const address = useKept(actionData && 'address' in actionData ? actionData.address : undefined)
  const imported = useKept(actionData && 'imported' in actionData ? actionData.imported : undefined)
  const isImporting = useNavigation().formData?.get('intent') === 'import'
  return (
    <>
      <PageHeader title="Calendar" views={EVENT_VIEWS} />
      <section className={fields.section} aria-label="Import">
        <h2>Import a calendar file</h2>
        <p className="quiet">
          An .ics file of Google, Apple, Outlook or another calendar. The same file again adds nothing twice; a series
          is kept as its days, two years ahead.
        </p>
        <ProblemLine answer={problem} />
        <Form method="post" encType="multipart/form-data" className={fields.steps}>
          <input
            type="file"
            name="file"
            accept=".ics,text/calendar"
            aria-label="Calendar file"
            className={fields.file}
            required
          />
          <Button type="submit" name="intent" value="import" loading={isImporting}>
            Import
          </Button>
        </Form>
        {imported && <Imported {...imported} />}
      </section>
      <section className={fields.section} aria-label="Subscribe">
        <h2>Subscribe from another calendar</h2>
        <p className="quiet">
          Whoever has the secret address can read your events of the last year and all to come, with their reminders.
        </p>
        {feed.madeAt && (
          <p className="quiet">
            Address made: <Moment at={feed.madeAt} /> · Last read: {feed.readAt ? <At at={feed.readAt} /> : 'never'}
          </p>
        )}
        {feed.isOn && address && (
          <ShownOnce
            words="Here is the address. Copy it now: it is not shown again."
            label="Secret address"
            secret={address}
          >
            <a href={address.replace(/^https?:/, 'webcal:')} className={fields.quietButton}>
              Subscribe on this device
            </a>
          </ShownOnce>
        )}
        <Form method="post" className={fields.steps}>
          <Button type="submit" name="intent" value="renew" variant={feed.isOn ? 'default' : 'filled'}>
            {feed.isOn ? 'Make a new address' : 'Make a secret address'}
          </Button>
          {feed.isOn && (
            <button type="submit" name="intent" value="end" className={fields.quietButton} data-tone="danger">
              Stop sharing
            </button>
          )}
        </Form>
      </section>
    </>
  )
}

interface ImportedProps {
  added: number
  changed: number
  known: number
  faults: { line: number; message: string }[]
}

const FAULTS_SHOWN = 100

function Imported({ added, changed, known, faults }: ImportedProps) {
  return (
    <div role="status">
      <p>
        {added} added, {changed} changed, {known} there already. <Link to="/events">See the agenda</Link>
      </p>
      {faults.length > 0 && (
        <ul className={classes.faults} aria-label="What was not read as written">
          {faults.slice(0, FAULTS_SHOWN).map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              Line {line}: {message}
            </li>
          ))}
          {faults.length > FAULTS_SHOWN && <li>and {faults.length - FAULTS_SHOWN} more</li>}
        </ul>
      )}
    </div>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
