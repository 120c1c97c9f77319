import { Button, TextInput } from '@mantine/core'
import { useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/categories'
import classes from './categories.module.css'
import { ACCOUNT_VIEWS } from './views.ts'

const HERE = '/account/categories'

export const loader = (args: Route.LoaderArgs) => load(args, async ({ api }) => api.listCategories())

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form): Promise<Answer> => {
    const [name, newName] = [String(form.get('name') ?? ''), String(form.get('newName') ?? '')]
    if (form.get('intent') === 'rename') {
      await api.renameCategory({ params: { name }, body: { name: newName } })
      return { notice: { words: `${name} is now ${newName}` } }
    }
    if (form.get('intent') === 'delete') {
      await api.deleteCategory({ params: { name } })
      return { notice: { words: `Deleted ${name}`, undo: { action: HERE, fields: { intent: 'add', name } } } }
    }
    await api.createCategory({ body: { name } })
    return {}
  })

export const meta: Route.MetaFunction = () => [{ title: 'Categories' }]

export default function Categories({ loaderData, actionData }: Route.ComponentProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const isAdded = fetcher.state === 'idle' && !fetcher.data?.problem
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <fetcher.Form
        method="post"
        action={HERE}
        className={fields.steps}
        key={isAdded ? loaderData.items.length : 'kept'}
      >
        <TextInput
          name="name"
          aria-label="New category"
          placeholder="New category"
          maxLength={60}
          required
          autoComplete="off"
        />
        <Button type="submit" name="intent" value="add">
          Add
        </Button>
      </fetcher.Form>
      {loaderData.items.length === 0 && <Empty>Categories sort your tasks: one word each, such as Home or Work.</Empty>}
      <ul className={rows.list} style={{ marginTop: 16 }} aria-label="Categories">
        {loaderData.items.map((category) => (
          <CategoryRow key={category.name} {...category} />
        ))}
      </ul>
    </>
  )
}

function CategoryRow({ name, openTasks }: { name: string; openTasks: number }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  return (
    <li className={rows.row} data-row={name}>
      <fetcher.Form method="post" action={HERE} className={rows.line}>
        <input type="hidden" name="name" value={name} />
        <input
          className={classes.name}
          name="newName"
          aria-label={`Name of ${name}`}
          defaultValue={name}
          maxLength={60}
          required
          autoComplete="off"
          data-row-name
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = name
          }}
        />
        <span className={`${rows.facts} ${classes.facts}`}>{openTasks > 0 && `${openTasks} open`}</span>
        <span className={rows.actions} data-shown>
          <button
            type="submit"
            name="intent"
            value="rename"
            className={`${rows.action} ${classes.rename}`}
            aria-label={`Rename ${name}`}
          >
            Rename
          </button>
          <button type="submit" name="intent" value="delete" className={rows.action} aria-label={`Delete ${name}`}>
            Delete
          </button>
        </span>
      </fetcher.Form>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
