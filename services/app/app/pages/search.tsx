import type { Found } from '@ichrisbirch/contract/search'
import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Form, Link, useSubmit } from 'react-router'
import { IconSearch } from '../icons.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { FoundFacts, KindIcon } from '../parts/found.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { load } from '../visit.server.ts'
import type { Route } from './+types/search'

const SHOWN = 100

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const q = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
    const { items } = q ? await api.searchEverything({ query: { q, limit: SHOWN } }) : { items: [] }
    return { q, found: items }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Search' }]

export default function Search({ loaderData }: Route.ComponentProps) {
  const { q, found } = loaderData
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
          placeholder="Words in anything you keep"
          size="md"
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          defaultValue={q}
          autoFocus
          autoComplete="off"
          onChange={(event) => {
            const { form } = event.currentTarget
            clearTimeout(timer.current)
            timer.current = setTimeout(() => void submit(form, { replace: true }), 150)
          }}
        />
      </Form>
      <p className="unseen" aria-live="polite">
        {q && `${found.length} found`}
      </p>
      {found.length > 0 && <Results found={found} q={q} />}
      {found.length === SHOWN && <p className="quiet">These are the best {SHOWN}. Another word finds fewer.</p>}
      {q && found.length === 0 && <Empty>Nothing has the words “{q}”. Beginnings of words are enough.</Empty>}
      {!q && <Empty>Finds everything you keep by its words, open and done.</Empty>}
    </>
  )
}

function Results({ found, q }: { found: Found[]; q: string }) {
  return (
    <ul className={rows.list} style={{ marginTop: 16 }} aria-label="Found">
      {found.map((each) => (
        <li key={each.id} className={rows.row} data-row={each.id} data-done={each.isDone || undefined}>
          <div className={rows.line} style={{ gap: 8 }}>
            <KindIcon kind={each.kind} />
            <Link
              to={each.link}
              state={{ from: `/search?q=${encodeURIComponent(q)}` }}
              className={rows.name}
              data-row-name
            >
              {each.title}
            </Link>
            <FoundFacts found={each} />
          </div>
        </li>
      ))}
    </ul>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
