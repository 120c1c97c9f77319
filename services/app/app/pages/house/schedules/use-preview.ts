import { type FormEvent, useEffect, useRef } from 'react'
import { useFetcher } from 'react-router'
import type { Preview } from './draft.server.ts'

/** The next times of what the form says now; a quarter of a second after the last change. */
export function usePreview(first: Preview) {
  const fetcher = useFetcher<{ preview?: Preview }>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const ask = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const draft = new FormData(form)
      draft.set('intent', 'preview')
      void fetcher.submit(draft, { method: 'post' })
    }, 250)
  }
  return { shown: fetcher.data?.preview ?? first, ask }
}
