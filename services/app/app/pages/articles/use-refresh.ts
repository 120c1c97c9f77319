import { useEffect } from 'react'
import { useReload } from '../../use-reload.ts'

const OFTEN_MS = 2000
const RARELY_MS = 15_000
const OFTEN_TIMES = 15

/** Looks again while a text is on its way: every two seconds for half a minute, then now and then. */
export function useRefresh(isWaiting: boolean): void {
  const reload = useReload()
  useEffect(() => {
    if (!isWaiting) return
    let times = 0
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      if (document.visibilityState === 'visible') reload()
      timer = setTimeout(look, ++times < OFTEN_TIMES ? OFTEN_MS : RARELY_MS)
    }
    timer = setTimeout(look, OFTEN_MS)
    return () => clearTimeout(timer)
  }, [isWaiting, reload])
}
