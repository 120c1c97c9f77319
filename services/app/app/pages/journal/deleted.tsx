import '@fontsource-variable/source-serif-4/wght.css'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { Day } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/deleted'
import { EntryRow } from './entry-row.tsx'
import { actOnEntry } from './intents.server.ts'
import { type EntrySummary, summaryOf } from './summary.server.ts'
import { JOURNAL_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const list = await loadShownRows(args.request, (page) =>
      api.listJournalEntries({ query: { status: 'deleted', ...page } }),
    )
    return { list: { ...list, items: list.items.map(summaryOf) }, daysToRestore: DAYS_TO_RESTORE }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnEntry)

export const meta: Route.MetaFunction = () => [{ title: 'Deleted entries' }]

export default function DeletedEntries({ loaderData, actionData }: Route.ComponentProps) {
  const { list, daysToRestore } = loaderData
  return (
    <>
      <PageHeader title="Journal" views={JOURNAL_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      {list.items.length > 0 ? (
        <ul className={rows.list} aria-label="Deleted entries">
          {list.items.map((entry) => (
            <DeletedEntry key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : (
        <Empty>Deleted entries wait here for {daysToRestore} days, in case you want one back. There are none.</Empty>
      )}
      <ShowMore {...list} />
    </>
  )
}

function DeletedEntry({ entry }: { entry: EntrySummary }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  return (
    <EntryRow entry={entry}>
      <Day day={entry.day} />
      <fetcher.Form method="post">
        <input type="hidden" name="id" value={entry.id} />
        <button
          type="submit"
          name="intent"
          value="restore"
          className={`${rows.action} ${rows.words}`}
          aria-label={`Restore ${entry.title}`}
        >
          Restore
        </button>
      </fetcher.Form>
    </EntryRow>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
