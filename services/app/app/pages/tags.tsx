import type { Tag } from '@ichrisbirch/contract/tags'
import { Link } from 'react-router'
import { type Answer, noticeOf } from '../answer.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/tags'
import { kindsName } from './tags/kinds-name.ts'

const STEPS = { name: 'show', rows: 200 }

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { items } = await api.listTags()
    // The API answers with all of them; rows are drawn for as many as the address asks for.
    const pageOf = async ({ limit, after = '0' }: { limit: number; after?: string }) => {
      const end = Number(after) + limit
      return { items: items.slice(Number(after), end), next: end < items.length ? String(end) : null }
    }
    return { list: await loadShownRows(args.request, pageOf, STEPS) }
  })

/** The form of a tag's page ends here, where the new name stands among the others, without scripts too. */
export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form): Promise<Answer> => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const [name, newName] = [text('name'), text('newName').replace(/^#/, '')]
    const { items } = await api.listTags()
    const tag = await api.renameTag({ params: { name }, body: { name: newName } })
    if (tag.name === name) return {}
    // Which things had which of the two tags is known to nobody but the activity.
    if (items.some((there) => there.name === tag.name)) return { notice: { words: `#${name} is in #${tag.name} now` } }
    const undo = { action: '/tags', fields: { name: tag.name, newName: name } }
    return { notice: { words: `#${name} is #${tag.name} now`, undo } }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Tags' }]

export default function Tags({ loaderData, actionData }: Route.ComponentProps) {
  const { list } = loaderData
  return (
    <>
      <PageHeader title="Tags" />
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length === 0 && (
        <Empty step={<Link to="/books">Add a book with a #tag behind its title</Link>}>
          Tags are words of your own, such as #sea, that bring together articles, books, events, journal entries and
          wasted money.
        </Empty>
      )}
      {list.items.length > 0 && (
        <ul className={rows.list} aria-label="Tags">
          {list.items.map((tag) => (
            <TagRow key={tag.name} tag={tag} />
          ))}
        </ul>
      )}
      <ShowMore {...list} steps={STEPS} />
    </>
  )
}

function TagRow({ tag: { name, count, kinds } }: { tag: Tag }) {
  const to = `/tags/${encodeURIComponent(name)}`
  return (
    <li className={rows.row} data-row={name}>
      <div className={rows.line}>
        <Link to={to} className={rows.name} data-row-name>
          #{name}
        </Link>
        <span className={rows.facts}>
          <span className={rows.fact}>
            {kinds.map(({ kind, count: some }) => `${some} ${kindsName(kind, some).toLowerCase()}`).join(', ')}
          </span>
          {kinds.length > 1 && <span className="figures">{count}</span>}
        </span>
        <span className={rows.actions}>
          <Link to={`${to}#rename`} className={rows.action} aria-label={`Rename #${name}`}>
            Rename
          </Link>
        </span>
      </div>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
