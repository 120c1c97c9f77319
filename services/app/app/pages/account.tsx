import { AccountChange } from '@ichrisbirch/contract/account'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form } from 'react-router'
import { noticeOf, useAnswer } from '../answer.ts'
import { useFrame } from '../frame/use-frame.ts'
import { keepPageOffline } from '../offline.ts'
import { AccentChoice } from '../parts/accent-choice.tsx'
import { Choices } from '../parts/choices.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import fields from '../parts/fields.module.css'
import { PageHeader } from '../parts/page-header.tsx'
import { faultOf, ProblemLine } from '../parts/problem.tsx'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/account'
import { ACCOUNT_VIEWS } from './account/views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ account }) => {
    // From the server: a browser may name a zone that the API does not know.
    const zones = new Set(['UTC', account.timeZone, ...Intl.supportedValuesOf('timeZone')])
    return { zones: [...zones].sort() }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    const body = AccountChange.partial().safeParse({
      name: form.get('name'),
      timeZone: form.get('timeZone'),
      dayStartHour: Number(form.get('dayStartHour')),
      theme: form.get('theme'),
      accentHue: Number(form.get('accentHue')),
      digest: form.get('digest') ?? undefined,
    })
    if (!body.success) {
      const faults = body.error.issues.map(({ path, message }) => [path.join('.'), message])
      return { problem: { message: 'Some of it cannot be kept.', fields: Object.fromEntries(faults) } }
    }
    await api.changeAccount({ body: body.data })
    return { notice: { words: 'Saved' } }
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export const meta: Route.MetaFunction = () => [{ title: 'Account' }]

const HOURS = Array.from({ length: 13 }, (_, hour) => ({ hour, name: hour === 0 ? 'Midnight' : `${hour}:00` }))
const DIGESTS = [
  { value: 'none', name: 'None' },
  { value: 'page', name: 'As a page' },
  { value: 'email', name: 'And by e-mail' },
]
const THEMES = [
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
  { value: 'system', name: 'As the device' },
]

export default function Account({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { account } = useFrame()
  useAnswer(answer && noticeOf(answer) ? answer : undefined)
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <Form method="post" className={`${fields.form} ${fields.narrow}`}>
        <ProblemLine answer={answer} />
        <TextInput
          name="name"
          label="Name"
          description={account.email}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          defaultValue={account.name}
          error={faultOf(answer, 'name')}
          autoComplete="name"
          required
        />
        <NativeSelect
          name="timeZone"
          label="Time zone"
          description="Your days are counted here, wherever you read this."
          defaultValue={account.timeZone}
          data={loaderData.zones}
          error={faultOf(answer, 'timeZone')}
        />
        <NativeSelect
          name="dayStartHour"
          label="Your day begins at"
          description="What you do before it still counts as the day before."
          defaultValue={String(account.dayStartHour)}
        >
          {HOURS.map(({ hour, name }) => (
            <option key={hour} value={hour}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <Choices
          name="digest"
          label="Daily digest"
          description="Every morning: what is due, what came by itself, what you did yesterday."
          choices={DIGESTS}
          chosen={account.digest}
        />
        <Choices name="theme" label="Theme" choices={THEMES} chosen={account.theme} />
        <AccentChoice name="accentHue" legend="Accent" chosen={account.accentHue} />
        <div className={fields.steps}>
          <Button type="submit">Save</Button>
        </div>
      </Form>
      <Form method="post" action="/sign-out" className={fields.section} style={{ marginTop: 24 }}>
        <div>
          <Button type="submit" variant="default">
            Sign out
          </Button>
        </div>
      </Form>
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
