import { useEffect, useRef } from 'react'
import { useNavigation } from 'react-router'

/** Kept on the device at every start, opened there before or not. Others are kept when they are opened. */
const KEPT_PAGES = ['/today', '/tasks', '/habits', '/journal', '/money-wasted', '/more', '/account/categories']

/**
 * Has the browser keep the pages for when there is no connection. Where it cannot (plain HTTP, a certificate that it does
 * not trust, development) all works as before, with a connection.
 */
export function useKeeping(): void {
  const { state, location } = useNavigation()
  const isNewBuild = useRef(false)

  useEffect(() => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
    const workers = navigator.serviceWorker
    const keep = () => workers.controller?.postMessage({ keep: KEPT_PAGES })
    const onNewWorker = () => {
      isNewBuild.current = hadWorker
      hadWorker = true
      keep()
    }
    let hadWorker = workers.controller !== null
    const start = () => {
      workers
        .register('/service-worker.js')
        .then(keep, (error: unknown) => console.warn('This browser keeps no pages:', error))
    }
    // After everything that the page itself needs.
    if (document.readyState === 'complete') start()
    else window.addEventListener('load', start, { once: true })
    workers.addEventListener('controllerchange', onNewWorker)
    return () => {
      window.removeEventListener('load', start)
      workers.removeEventListener('controllerchange', onNewWorker)
    }
  }, [])

  useEffect(() => {
    // The scripts of this page are of the build before: the next page comes with its own, whole.
    if (isNewBuild.current && state === 'loading') window.location.assign(location.pathname + location.search)
  }, [state, location])
}
