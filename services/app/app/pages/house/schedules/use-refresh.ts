import { useEffect } from 'react'
import { useRevalidator } from 'react-router'

const PAUSE_MS = 2000

/** Loads the page again, and again, while something on it goes on. */
export function useRefresh(goesOn: boolean): void {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!goesOn || state !== 'idle') return
    const timer = setTimeout(() => void revalidate(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [goesOn, state, revalidate])
}
