import type { Boot } from '../boot.ts'
import { IconAlertTriangle } from './icons.ts'
import type { Fault } from './requests.ts'

/** What went wrong, and the next step. */
export function FaultNote({ fault, boot, onRetry }: { fault: Fault; boot: Boot; onRetry: () => void }) {
  return (
    <div className="note note-fault" role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <p>{fault.code === 'not_signed_in' ? 'You are signed out. What you wrote is kept in this tab.' : fault.text}</p>
      {fault.code === 'not_signed_in' ? (
        <a className="text-button" href={`${boot.appOrigin}/sign-in`} onClick={addReturn}>
          Sign in
        </a>
      ) : (
        <button type="button" className="text-button" onClick={onRetry}>
          Retry
        </button>
      )}
    </div>
  )
}

/** The address to come back to is known in the browser only. */
function addReturn(event: React.MouseEvent<HTMLAnchorElement>) {
  event.currentTarget.search = `?next=${encodeURIComponent(location.href)}`
}
