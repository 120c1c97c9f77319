import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Form, Link, useSubmit } from 'react-router'
import { IconSearch } from '../icons.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { load } from '../visit.server.ts'
import type { Route } from './+types/search'
import { TaskFacts } from './tasks/row.tsx'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const q = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
    const found = q ? await api.searchTasks({ query: { q } }) : { items: [] }
    return { q, tasks: found.items }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Search' }]

export default function Search({ loaderData }: Route.ComponentProps) {
  const { q, tasks } = loaderData
  const submit = useSubmit()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <>
      <PageHeader title="Search" />
      <Form role="search">
        <TextInput
          type="search"
          name="q"
          aria-label="Search"
          placeholder="Words in names and notes"
          size="md"
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          defaultValue={q}
          autoFocus
          autoComplete="off"
          onChange={(event) => {
            const { form } = event.currentTarget
            clearTimeout(timer.current)
            timer.current = setTimeout(() => void submit(form, { replace: true }), 200)
          }}
        />
      </Form>
      <p className="unseen" aria-live="polite">
        {q && `${tasks.length} found`}
      </p>
      {tasks.length > 0 && (
        <ul className={rows.list} style={{ marginTop: 16 }} aria-label="Found tasks">
          {tasks.map((task) => (
            <li key={task.id} className={rows.row} data-row={task.id} data-done={task.completedAt ? true : undefined}>
              <div className={rows.line}>
                <Link
                  to={`/tasks/${task.id}`}
                  state={{ from: `/search?q=${encodeURIComponent(q)}` }}
                  className={rows.name}
                  data-row-name
                >
                  {task.name}
                </Link>
                <TaskFacts task={task} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {q && tasks.length === 0 && <Empty>Nothing has the words “{q}”. Beginnings of words are enough.</Empty>}
      {!q && <Empty>Finds tasks by words in their names and notes, open and completed.</Empty>}
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
