import type { Tag, Tagged, TaggedKind } from '@ichrisbirch/contract/tags'
import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Form, Link, useLocation } from 'react-router'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { FoundFacts, KindIcon } from '../../parts/found.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { load } from '../../visit.server.ts'
import filter from '../tasks/category-filter.module.css'
import type { Route } from './+types/tag'
import { kindsName } from './kinds-name.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { params, request } = args
    const { tag } = await api.listTagged({ params, query: { limit: 1 } })
    const asked = new URL(request.url).searchParams.get('kind')
    // Any other word is no kind that this tag has: everything is shown.
    const kind = tag.kinds.find((each) => each.kind === asked)?.kind
    const list = await loadShownRows(request, (page) => api.listTagged({ params, query: { ...page, kind } }))
    return { tag, kind, list }
  })

export const meta: Route.MetaFunction = ({ params }) => [{ title: `#${params.name}` }]

export default function TagPage({ loaderData }: Route.ComponentProps) {
  const { tag, kind, list } = loaderData
  return (
    <>
      <PageHeader title={`#${tag.name}`}>
        <Link to="/tags">All tags</Link>
      </PageHeader>
      {tag.kinds.length > 1 && <KindFilter tag={tag} chosen={kind} />}
      <ul className={rows.list} aria-label={`With #${tag.name}`}>
        {list.items.map((item) => (
          <TaggedRow key={item.id} item={item} />
        ))}
      </ul>
      <ShowMore {...list} />
      <Rename key={tag.name} name={tag.name} />
    </>
  )
}

function KindFilter({ tag, chosen }: { tag: Tag; chosen: TaggedKind | undefined }) {
  const here = `/tags/${encodeURIComponent(tag.name)}`
  const all = { to: here, name: 'All', count: tag.count, isChosen: chosen === undefined }
  const each = tag.kinds.map(({ kind, count }) => {
    return { to: `${here}?kind=${kind}`, name: kindsName(kind, count), count, isChosen: kind === chosen }
  })
  return (
    <nav className={filter.filter} aria-label="Kinds">
      {[all, ...each].map(({ to, name, count, isChosen }) => (
        <Link key={to} to={to} className={filter.category} aria-current={isChosen ? 'page' : undefined}>
          {name} <span className={filter.count}>{count}</span>
        </Link>
      ))}
    </nav>
  )
}

function TaggedRow({ item }: { item: Tagged }) {
  const { pathname, search } = useLocation()
  return (
    <li className={rows.row} data-row={item.id} data-done={item.isDone || undefined}>
      <div className={rows.line} style={{ gap: 8 }}>
        <KindIcon kind={item.kind} />
        <Link to={item.link} state={{ from: `${pathname}${search}` }} className={rows.name} data-row-name>
          {item.title}
        </Link>
        <FoundFacts found={item} />
      </div>
    </li>
  )
}

function Rename({ name }: { name: string }) {
  const input = useRef<HTMLInputElement>(null)
  const { hash } = useLocation()
  useEffect(() => {
    if (hash === '#rename') input.current?.select()
  }, [hash])
  return (
    <Form method="post" action="/tags" className={`${fields.section} ${fields.narrow}`} id="rename">
      <input type="hidden" name="name" value={name} />
      <TextInput
        ref={input}
        name="newName"
        label="Rename this tag everywhere"
        description="A name that is a tag already takes this one in."
        defaultValue={name}
        maxLength={60}
        required
        autoComplete="off"
      />
      <div className={fields.steps}>
        <Button type="submit" variant="default">
          Rename
        </Button>
      </div>
    </Form>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
