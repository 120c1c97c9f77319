import '@fontsource-variable/source-serif-4/wght.css'
import type { JournalFilter } from '@ichrisbirch/contract/journal'
import { Mood } from '@ichrisbirch/contract/journal'
import { Button, TextInput } from '@mantine/core'
import { Form, Link } from 'react-router'
import { noticeOf } from '../answer.ts'
import { IconSearch } from '../icons.ts'
import { Day } from '../parts/day.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load } from '../visit.server.ts'
import type { Route } from './+types/journal'
import { EntryRow } from './journal/entry-row.tsx'
import { actOnEntry } from './journal/intents.server.ts'
import classes from './journal/journal.module.css'
import { MoodSign } from './journal/mood.tsx'
import { type EntrySummary, summaryOf } from './journal/summary.server.ts'
import { UnsentEntries } from './journal/unsent.tsx'
import { JOURNAL_VIEWS } from './journal/views.ts'

/** The entries that the address asks for: by words, by tag, by mood, of some days, or all of them. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const { q, filter } = filterOf(new URL(args.request.url).searchParams)
    const isAll = !q && Object.keys(filter).length === 0
    const [list, past] = await Promise.all([
      q
        ? api
            .searchJournalEntries({ query: { q, limit: 100 } })
            .then(({ items }) => ({ items, shown: 100, hasMore: false }))
        : loadShownRows(args.request, (page) => api.listJournalEntries({ query: { ...filter, ...page } })),
      isAll ? api.listJournalOnThisDay({ query: { day: account.today } }) : { items: [] },
    ])
    const shown = { ...list, items: list.items.map(summaryOf) }
    return { list: shown, past: past.items.map(summaryOf), q, filter, isAll }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnEntry)

export const meta: Route.MetaFunction = () => [{ title: 'Journal' }]

type Filter = Pick<JournalFilter, 'mood' | 'tag' | 'from' | 'to'>

function filterOf(search: URLSearchParams): { q: string; filter: Filter } {
  const mood = Mood.safeParse(search.get('mood')).data
  const [tag, from, to] = ['tag', 'from', 'to'].map((name) => search.get(name) ?? '')
  const filter = { ...(mood && { mood }), ...(tag && { tag }), ...(from && { from }), ...(to && { to }) }
  return { q: (search.get('q') ?? '').trim().slice(0, 200), filter }
}

export default function Journal({ loaderData, actionData }: Route.ComponentProps) {
  const { list, past, q, filter, isAll } = loaderData
  return (
    <>
      <PageHeader title="Journal" views={JOURNAL_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <UnsentEntries />
      <div className={classes.bar}>
        <Button component={Link} to="/journal/new">
          Write
        </Button>
        <Form role="search">
          <TextInput
            type="search"
            name="q"
            aria-label="Search the journal"
            placeholder="Search"
            leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
            defaultValue={q}
            key={q}
          />
        </Form>
      </div>
      <ShownFilter q={q} filter={filter} />
      {past.length > 0 && (
        <section className={classes.past} aria-label="On this day">
          <h2>On this day</h2>
          <ul>
            {past.map((entry) => (
              <EntryRow key={entry.id} entry={entry}>
                <Day day={entry.day} />
              </EntryRow>
            ))}
          </ul>
        </section>
      )}
      <Days entries={list.items} />
      {list.items.length === 0 && <NoEntries isAll={isAll} />}
      <ShowMore {...list} />
    </>
  )
}

function ShownFilter({ q, filter }: { q: string; filter: Filter }) {
  const { mood, tag, from, to } = filter
  if (!q && !mood && !tag && !from && !to) return null
  return (
    <p className={classes.filter}>
      {q && <strong>“{q}”</strong>}
      {tag && <Link to={`/tags/${encodeURIComponent(tag)}`}>#{tag}</Link>}
      {mood && (
        <strong>
          <MoodSign mood={mood} /> {mood}
        </strong>
      )}
      {from && (
        <strong>
          <Day day={from} />
          {to && to !== from && (
            <>
              {' to '}
              <Day day={to} />
            </>
          )}
        </strong>
      )}
      <Link to="/journal">Show all</Link>
      {from && from === to && <Link to={`/journal/new?day=${from}`}>Write about this day</Link>}
    </p>
  )
}

/** Entries under their days. */
function Days({ entries }: { entries: EntrySummary[] }) {
  const days = [...new Set(entries.map(({ day }) => day))]
  return days.map((day) => (
    <section key={day} className={classes.day}>
      <h2>
        <Day day={day} />
      </h2>
      <ul className={rows.list}>
        {entries
          .filter((entry) => entry.day === day)
          .map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
      </ul>
    </section>
  ))
}

function NoEntries({ isAll }: { isAll: boolean }) {
  if (!isAll)
    return <Empty step={<Link to="/journal">Show all entries</Link>}>Nothing in the journal is like this.</Empty>
  return (
    <Empty
      step={
        <Button component={Link} to="/journal/new" variant="default">
          Write about today
        </Button>
      }
    >
      A journal keeps what your days were like, in your own words. Nobody else reads it.
    </Empty>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
