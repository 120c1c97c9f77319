import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { askAuth } from '../../auth.server.ts'
import { Moment } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { ProblemLine } from '../../parts/problem.tsx'
import rows from '../../parts/row.module.css'
import { useKept } from '../../use-kept.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/keys'
import classes from './keys.module.css'
import { ACCOUNT_VIEWS } from './views.ts'

const HERE = '/account/keys'
const DAY = 24 * 60 * 60

interface ApiKey {
  id: string
  name: string | null
  start: string | null
  createdAt: string
  expiresAt: string | null
}

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (visitor) => {
    const { body } = await askAuth<{ apiKeys: ApiKey[] }>(visitor, 'GET', 'api-key/list')
    return {
      keys: body.apiKeys.map(({ id, name, start, createdAt, expiresAt }) => ({
        id,
        name,
        start,
        createdAt,
        expiresAt,
      })),
    }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form): Promise<Answer & { key?: string }> => {
    if (form.get('intent') === 'delete') {
      await askAuth(visitor, 'POST', 'api-key/delete', { keyId: String(form.get('id')) })
      return { notice: { words: 'The key is no longer valid' } }
    }
    const days = Number(form.get('days'))
    const { body } = await askAuth<{ key: string }>(visitor, 'POST', 'api-key/create', {
      name: String(form.get('name') ?? '').trim(),
      ...(days > 0 && { expiresIn: days * DAY }),
    })
    return { key: body.key }
  })

export const meta: Route.MetaFunction = () => [{ title: 'API keys' }]

export default function Keys({ loaderData, actionData }: Route.ComponentProps) {
  const { keys } = loaderData
  const key = useKept(actionData && 'key' in actionData ? actionData.key : undefined)
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <p className="quiet" style={{ marginBottom: 12 }}>
        A key lets a program ask the API as you, in the header <code>x-api-key</code>.
      </p>
      {key && (
        <div className={classes.created}>
          <ShownOnce words="Here is the key. Copy it now: it is not shown again." label="New API key" secret={key} />
        </div>
      )}
      <ProblemLine answer={actionData} />
      <Form method="post" className={classes.form} key={keys.length}>
        <TextInput name="name" label="What it is for" required maxLength={32} autoComplete="off" />
        <NativeSelect name="days" label="Valid for" defaultValue="365">
          <option value="30">30 days</option>
          <option value="90">90 days</option>
          <option value="365">A year</option>
          <option value="0">Ever</option>
        </NativeSelect>
        <Button type="submit" name="intent" value="create">
          Create
        </Button>
      </Form>
      {keys.length > 0 ? (
        <ul className={rows.list} aria-label="API keys">
          {keys.map((entry) => (
            <KeyRow key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : (
        <Empty>There are no keys yet.</Empty>
      )}
    </>
  )
}

function KeyRow({ entry }: { entry: ApiKey }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data && noticeOf(fetcher.data) ? fetcher.data : undefined)
  return (
    <li className={rows.row} hidden={fetcher.state !== 'idle'}>
      <fetcher.Form method="post" action={HERE} className={rows.line}>
        <input type="hidden" name="id" value={entry.id} />
        <span className={rows.name}>{entry.name}</span>
        <span className={rows.facts}>
          {entry.start && <code className={rows.fact}>{entry.start}…</code>}
          <span>
            {entry.expiresAt ? (
              <>
                until <Moment at={entry.expiresAt} />
              </>
            ) : (
              'for ever'
            )}
          </span>
        </span>
        <button
          type="submit"
          name="intent"
          value="delete"
          className={rows.action}
          aria-label={`Delete the key ${entry.name}`}
        >
          Delete
        </button>
      </fetcher.Form>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
