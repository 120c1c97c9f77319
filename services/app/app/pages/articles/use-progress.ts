import { type RefObject, useEffect } from 'react'

const EVERY_MS = 3000

/**
 * Goes to where the reader stopped, and keeps how far they come: every few seconds while they scroll, and when they
 * leave. What was read to its end begins at the top.
 */
export function useProgress(text: RefObject<HTMLElement | null>, id: string, percent: number): void {
  useEffect(() => {
    const element = text.current
    if (!element) return
    const start = percent > 0 && percent < 98 ? percent : 0
    if (start > 0) window.scrollTo({ top: topAt(element, start) })
    let kept = start
    let timer: ReturnType<typeof setTimeout> | undefined
    const keep = () => {
      clearTimeout(timer)
      timer = undefined
      const now = percentAt(element)
      if (now === kept) return
      kept = now
      const body = new URLSearchParams({ percent: String(now) })
      // Not through the router, which would load the page anew. It is also sent when the page is left.
      fetch(`/articles/${id}/progress`, { method: 'POST', body, keepalive: true }).catch(() => {
        // Without a connection the place is kept with the next scroll.
        kept = -1
      })
    }
    const onScroll = () => {
      timer ??= setTimeout(keep, EVERY_MS)
    }
    const onHide = () => document.visibilityState === 'hidden' && keep()
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      removeEventListener('scroll', onScroll)
      removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', onHide)
      if (timer) keep()
    }
    // Where they stopped counts when the page is opened; afterwards the page says it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id, text])
}

/** How much of the text is above the foot of the window, in whole percent. What fits whole is not begun by being open. */
function percentAt(element: HTMLElement): number {
  const { top, height } = element.getBoundingClientRect()
  const way = height - innerHeight * 0.9
  if (way <= 0) return 0
  const from = innerHeight * 0.2
  return Math.round(Math.min(Math.max((from - top) / (way + from - innerHeight * 0.1), 0), 1) * 100)
}

function topAt(element: HTMLElement, percent: number): number {
  const { top, height } = element.getBoundingClientRect()
  const from = innerHeight * 0.2
  const way = height - innerHeight * 0.9 + from - innerHeight * 0.1
  return scrollY + top - from + (way * percent) / 100
}
