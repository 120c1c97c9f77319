import { useState } from 'react'
import { Outlet } from 'react-router'
import { ApiError } from '@ichrisbirch/contract/client'
import { useOutbox } from '../outbox/use-outbox.ts'
import { ErrorView } from '../parts/error-view.tsx'
import { NoticesProvider } from '../parts/notice.tsx'
import { AlarmBanner } from '../pages/house/alarm-banner.tsx'
import { accountContext, pageError, type Visit, visitContext } from '../visit.server.ts'
import type { Route } from './+types/frame'
import { useFocusFromAddress } from './focus-quick-add.ts'
import classes from './frame.module.css'
import { Sidebar, TabBar } from './menu.tsx'
import { type Overlay, Overlays } from './overlays.tsx'
import { Standing } from './standing.tsx'
import { useKeeping } from './use-keeping.ts'
import { useLive } from './use-live.ts'
import { useFrame } from './use-frame.ts'
import { WaitingList } from './waiting.tsx'

/** Only signed-in people come past here; the pages inside find their account in the context. */
export const middleware: Route.MiddlewareFunction[] = [
  async ({ request, context }, next) => {
    const account = await accountOf(request, context.get(visitContext))
    context.set(accountContext, account)
    const answer = await next()
    // The service worker keeps what says whose it is, for when there is no connection.
    if (!NEVER_KEPT.test(new URL(request.url).pathname)) answer.headers.set('x-kept-for', account.id)
    return answer
  },
]

/** Keys, sessions and the running of the house are of no use without a connection, and searches are many. */
const NEVER_KEPT = /^\/(account(?!\/categories)|house|search)(\/|\.|$)/

async function accountOf(request: Request, { api }: Visit) {
  try {
    return await api.getAccount()
  } catch (error) {
    throw pageError(error, request)
  }
}

export async function loader({ context }: Route.LoaderArgs) {
  const visit = context.get(visitContext)
  const account = context.get(accountContext)
  const alarms = account.admin ? await unseenAlarms(visit) : []
  return { account, alarms, locale: visit.locale, chatOrigin: visit.config.CHAT_ORIGIN, at: new Date().toISOString() }
}

/** What is wrong with the house is no reason for a page not to be shown. */
async function unseenAlarms({ api, log }: Visit) {
  try {
    const { items } = await api.listAlarms({ query: { status: 'open', limit: 200 } })
    return items.filter(({ acknowledgedAt }) => acknowledgedAt === null)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    log('the alarms cannot be listed', error)
    return []
  }
}

export default function Frame() {
  return (
    <Around>
      <Outlet />
    </Around>
  )
}

export function ErrorBoundary({ error, loaderData }: Route.ErrorBoundaryProps) {
  // Without an account there is no menu to offer: the API did not say who is here.
  if (!loaderData)
    return (
      <main className={classes.alone}>
        <ErrorView error={error} />
      </main>
    )
  return (
    <Around>
      <ErrorView error={error} />
    </Around>
  )
}

function Around({ children }: { children: React.ReactNode }) {
  useLive()
  useKeeping()
  useFocusFromAddress()
  const [overlay, setOverlay] = useState<Overlay>(null)
  useOutbox(useFrame().account.id)
  return (
    <NoticesProvider>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div className={classes.frame}>
        <Sidebar />
        <main id="page" tabIndex={-1} className={classes.page}>
          <Standing />
          <WaitingList />
          <AlarmBanner />
          {children}
        </main>
        <TabBar onAdd={() => setOverlay({ name: 'add', line: '' })} />
      </div>
      <Overlays open={overlay} onOpen={setOverlay} />
    </NoticesProvider>
  )
}
