import { Button } from '@mantine/core'
import { Form, useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { askAuth } from '../../auth.server.ts'
import { Moment } from '../../parts/day.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { act, load, type Visitor } from '../../visit.server.ts'
import type { Route } from './+types/sessions'
import { deviceOf } from './device.ts'
import { ACCOUNT_VIEWS } from './views.ts'

const HERE = '/account/sessions'

interface Session {
  id: string
  token: string
  createdAt: string
  ipAddress?: string | null
  userAgent?: string | null
}

const sessionsOf = async (visitor: Visitor) => (await askAuth<Session[]>(visitor, 'GET', 'list-sessions')).body

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (visitor) => {
    const [sessions, here] = await Promise.all([
      sessionsOf(visitor),
      askAuth<{ session: { id: string } }>(visitor, 'GET', 'get-session'),
    ])
    // Not the token: it is the session, and stays on the server.
    const shown = sessions.map(({ id, createdAt, ipAddress, userAgent }) => ({
      id,
      createdAt,
      address: ipAddress ?? '',
      device: deviceOf(userAgent ?? ''),
      isThis: id === here.body.session.id,
    }))
    return { sessions: shown.toSorted((a, b) => Number(b.isThis) - Number(a.isThis)) }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form): Promise<Answer> => {
    if (form.get('intent') === 'others') {
      await askAuth(visitor, 'POST', 'revoke-other-sessions')
      return { notice: { words: 'Signed out everywhere else' } }
    }
    const session = (await sessionsOf(visitor)).find(({ id }) => id === form.get('id'))
    if (session) await askAuth(visitor, 'POST', 'revoke-session', { token: session.token })
    return { notice: { words: 'That device is signed out' } }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Sessions' }]

export default function Sessions({ loaderData, actionData }: Route.ComponentProps) {
  const { sessions } = loaderData
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <p className="quiet" style={{ marginBottom: 12 }}>
        Where you are signed in.
      </p>
      <ul className={rows.list} aria-label="Sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form method="post" style={{ marginTop: 20 }}>
          <Button type="submit" name="intent" value="others" variant="default">
            Sign out everywhere else
          </Button>
        </Form>
      )}
    </>
  )
}

function SessionRow({ session }: { session: Route.ComponentProps['loaderData']['sessions'][number] }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const { id, device, address, createdAt, isThis } = session
  return (
    <li className={rows.row} hidden={fetcher.state !== 'idle'}>
      <fetcher.Form method="post" action={HERE} className={rows.line}>
        <input type="hidden" name="id" value={id} />
        <span className={rows.name}>{device}</span>
        <span className={rows.facts}>
          {address && <span className={`${rows.fact} figures`}>{address}</span>}
          {isThis ? (
            <span className={rows.done}>This device</span>
          ) : (
            <span>
              since <Moment at={createdAt} />
            </span>
          )}
        </span>
        {!isThis && (
          <button type="submit" name="intent" value="revoke" className={rows.action} aria-label={`Sign out ${device}`}>
            Sign out
          </button>
        )}
      </fetcher.Form>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
