import { useEffect, useLayoutEffect, useRef } from 'react'

const NEAR = 80

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** Keeps the end of a growing list in view, unless the person has scrolled away from it. */
export function useStickToEnd(content: unknown) {
  const element = useRef<HTMLDivElement>(null)
  const sticks = useRef(true)
  useEffect(() => {
    const list = element.current
    if (!list) return undefined
    const onScroll = () => {
      sticks.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR
    }
    list.addEventListener('scroll', onScroll, { passive: true })
    return () => list.removeEventListener('scroll', onScroll)
  }, [])
  useBrowserLayoutEffect(() => {
    if (sticks.current && element.current) element.current.scrollTop = element.current.scrollHeight
  }, [content])
  return element
}
