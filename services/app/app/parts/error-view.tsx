import { isRouteErrorResponse, Link, useLocation } from 'react-router'
import { isHouseAway } from '../frame/connection.ts'
import classes from './error-view.module.css'

/** What a page shows instead of itself: what is wrong, and the next step. Every page carries it: plain links weigh nothing. */
export function ErrorView({ error }: { error: unknown }) {
  const { pathname, search } = useLocation()
  const { title, message, canRetry } = wordsFor(error)
  return (
    <div className={classes.error} role="alert">
      <h1>{title}</h1>
      <p>{message}</p>
      <div className={classes.steps}>
        {canRetry && (
          <a href={`${pathname}${search}`} className={classes.step} data-first>
            Try again
          </a>
        )}
        <Link to="/" className={classes.step}>
          Go to Today
        </Link>
      </div>
    </div>
  )
}

function wordsFor(error: unknown): { title: string; message: string; canRetry: boolean } {
  if (isHouseAway() && !isRouteErrorResponse(error)) {
    return {
      title: 'No connection',
      message: 'The house does not answer, and this device has not kept this page.',
      canRetry: true,
    }
  }
  if (!isRouteErrorResponse(error)) {
    return { title: 'Something went wrong', message: 'It is our fault, and it is in the log.', canRetry: true }
  }
  const failure = (error.data ?? {}) as { message?: string; canRetry?: boolean }
  if (error.status === 404) {
    return { title: 'Not here', message: 'There is nothing at this address, or it was deleted.', canRetry: false }
  }
  const title = error.status === 503 ? 'The house does not answer' : 'That did not work'
  return { title, message: failure.message ?? error.statusText, canRetry: failure.canRetry ?? true }
}
