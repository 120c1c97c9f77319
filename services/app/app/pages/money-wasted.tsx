import { currencyOf } from '@ichrisbirch/contract/money'
import { Link, Outlet } from 'react-router'
import { noticeOf } from '../answer.ts'
import { orWait } from '../offline.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorView } from '../parts/error-view.tsx'
import { PageNotice } from '../parts/notice.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import { ShowMore } from '../parts/show-more.tsx'
import { loadShownRows } from '../shown-rows.server.ts'
import { act, load, newId } from '../visit.server.ts'
import type { Route } from './+types/money-wasted'
import { currenciesFor } from './money-wasted/draft.server.ts'
import { actOnWaste } from './money-wasted/intents.server.ts'
import { QuickEntry } from './money-wasted/quick-entry.tsx'
import { WasteRow } from './money-wasted/row.tsx'
import { Standing } from './money-wasted/standing.tsx'
import { MONEY_VIEWS } from './money-wasted/views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account, locale }) => {
    const search = new URL(args.request.url).searchParams
    const status: 'deleted' | 'current' = search.has('deleted') ? 'deleted' : 'current'
    const reason = search.get('reason')
    const filter = { status, ...(reason !== null && { reason }) }
    const [list, sums] = await Promise.all([
      loadShownRows(args.request, (page) => api.listMoneyWasted({ query: { ...filter, ...page } })),
      api.sumMoneyWasted({ query: { from: `${account.today.slice(0, 7)}-01`, to: account.today } }),
    ])
    const { totals, daysWithout, mostDaysWithout } = sums
    const currency = list.items[0]?.currency ?? totals[0]?.currency ?? currencyOf(locale)
    const currencies = currenciesFor([currency, ...totals.map((total) => total.currency)])
    return { list, status, reason, totals, daysWithout, mostDaysWithout, currency, currencies, newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnWaste)

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = () => [{ title: 'Money wasted' }]

export default function MoneyWastedPage({ loaderData, actionData }: Route.ComponentProps) {
  const { list, status, reason, newId } = loaderData
  const isCurrent = status === 'current'
  const draft = actionData && 'draft' in actionData ? actionData.draft : undefined
  return (
    <>
      <PageHeader title={isCurrent ? 'Money wasted' : 'Deleted waste'} {...(isCurrent && { views: MONEY_VIEWS })}>
        {!isCurrent && <Link to="/money-wasted">Back to money wasted</Link>}
      </PageHeader>
      <PageNotice notice={noticeOf(actionData)} />
      {isCurrent && (
        <>
          <QuickEntry
            currencies={loaderData.currencies}
            currency={draft?.currency ?? loaderData.currency}
            draft={draft}
            firstId={newId}
          />
          <Standing {...loaderData} />
        </>
      )}
      {reason !== null && (
        <p className="quiet" style={{ padding: '8px 0' }}>
          {reason || 'Without a reason'} · <Link to="/money-wasted">Show all</Link>
        </p>
      )}
      {list.items.length > 0 && (
        <ul className={rows.list} aria-label={isCurrent ? 'Money wasted' : 'Deleted waste'}>
          {list.items.map((waste) => (
            <WasteRow key={waste.id} waste={waste} />
          ))}
        </ul>
      )}
      {list.items.length === 0 && <NothingHere status={status} reason={reason} />}
      <ShowMore {...list} />
      {isCurrent && (
        <p className="quiet" style={{ padding: '24px 0' }}>
          <Link to="/money-wasted?deleted">Deleted waste</Link>
        </p>
      )}
      <Outlet />
    </>
  )
}

function NothingHere({ status, reason }: { status: 'current' | 'deleted'; reason: string | null }) {
  if (status === 'deleted') return <Empty>Deleted waste waits here for 30 days. There is none.</Empty>
  if (reason !== null) return <Empty>Nothing was wasted for this reason.</Empty>
  return (
    <Empty step={<label htmlFor="add">Type the first one above: what it went on, and how much.</label>}>
      What you paid for and had nothing from: write it down when it stings, and see where it goes.
    </Empty>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
