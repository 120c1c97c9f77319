import { useEffect } from 'react'
import { useReload } from '../use-reload.ts'
import { askWhetherAway, isHouseAway } from './connection.ts'

/** Several changes in a row are one for the page. */
const GATHER_MS = 80
const AGAIN_MS = 5000
const TYPING_MS = 1000
const LATER_MS = 500

/**
 * Shows what another tab, the terminal, the chat or a job has changed, within a second. Only while the page is to be seen:
 * a browser opens few connections to a house, and a hidden tab asks when it is looked at again.
 */
export function useLive(): void {
  const reload = useReload()

  useEffect(() => {
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let hasMissed = false

    const refresh = (after = GATHER_MS) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        // What is being typed stays: a form may be drawn anew when its thing has changed.
        if (isAnythingTyped()) refresh(TYPING_MS)
        else if (!reload()) refresh(LATER_MS)
      }, after)
    }
    const open = () => {
      clearTimeout(retry)
      if (source || document.hidden) return
      source = new EventSource('/live')
      source.addEventListener('change', () => refresh())
      source.addEventListener('open', () => {
        if (hasMissed || isHouseAway()) refresh()
        hasMissed = false
        // Opened, but perhaps a moment before the connection went.
        if (isHouseAway()) void askWhetherAway()
      })
      source.addEventListener('error', () => {
        hasMissed = true
        void askWhetherAway()
        if (source?.readyState !== EventSource.CLOSED) return
        source = undefined
        retry = setTimeout(open, AGAIN_MS)
      })
    }
    const close = () => {
      clearTimeout(retry)
      source?.close()
      source = undefined
      hasMissed = true
    }
    const onVisibility = () => (document.hidden ? close() : open())

    const onConnection = () => {
      hasMissed ||= !navigator.onLine
      void askWhetherAway()
    }

    open()
    window.addEventListener('offline', onConnection)
    window.addEventListener('online', onConnection)
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      window.removeEventListener('offline', onConnection)
      window.removeEventListener('online', onConnection)
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(timer)
      close()
    }
  }, [reload])
}

/** A field that says something else than it did when it was drawn. */
function isAnythingTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('main input, main textarea')
  return [...fields].some(
    (field) => field.type !== 'search' && field.type !== 'hidden' && field.value !== field.defaultValue,
  )
}
