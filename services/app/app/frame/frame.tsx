import { Outlet } from 'react-router'
import { ErrorView } from '../parts/error-view.tsx'
import { NoticesProvider } from '../parts/notice.tsx'
import { accountContext, pageError, visitContext } from '../visit.server.ts'
import type { Route } from './+types/frame'
import classes from './frame.module.css'
import { Sidebar, TabBar } from './menu.tsx'
import { Overlays } from './overlays.tsx'

/** Only signed-in people come past here; the pages inside find their account in the context. */
export const middleware: Route.MiddlewareFunction[] = [
  async ({ request, context }) => {
    try {
      context.set(accountContext, await context.get(visitContext).api.getAccount())
    } catch (error) {
      throw pageError(error, request)
    }
  },
]

export function loader({ context }: Route.LoaderArgs) {
  const { locale, config } = context.get(visitContext)
  return { account: context.get(accountContext), locale, chatOrigin: config.CHAT_ORIGIN }
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
  return (
    <NoticesProvider>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div className={classes.frame}>
        <Sidebar />
        <main id="page" tabIndex={-1} className={classes.page}>
          {children}
        </main>
        <TabBar />
      </div>
      <Overlays />
    </NoticesProvider>
  )
}
