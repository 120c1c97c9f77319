import { useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import { useNotices } from '../../parts/notice.tsx'

const UNDO_MS = 2000
const LEAVE_MS = 180

export interface Ticking {
  /** Whose intents these are: `tasks`. */
  kind: string
  id: string
  name: string
  tick: string
  untick: string
}

interface Lingers {
  isDone: boolean
  onLinger: (isDone: boolean) => void
  onLeave: () => void
}

/** Ticking strikes the row, waits two seconds with Undo, then the row leaves. */
export function useTicking({ kind, id, name, tick, untick }: Ticking, { isDone, onLinger, onLeave }: Lingers) {
  const fetcher = useFetcher<Answer>()
  const { announce } = useNotices()
  const sent = useRef<Promise<void>>(undefined)
  const [isLeaving, setLeaving] = useState(false)
  const problem = fetcher.data?.problem
  useAnswer(problem && fetcher.data)
  const submit = (intent: string) => fetcher.submit({ kind, intent, id }, { method: 'post', action: '/today' })

  useEffect(() => {
    if (!isDone) return
    const strike = setTimeout(() => setLeaving(true), UNDO_MS)
    const leave = setTimeout(onLeave, UNDO_MS + LEAVE_MS)
    return () => {
      clearTimeout(strike)
      clearTimeout(leave)
      setLeaving(false)
    }
    // Timed from the tick: a new function from the list must not begin it again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDone])

  useEffect(() => {
    // Not done after all: the list of the server still has it.
    if (problem) onLeave()
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [problem])

  return {
    isLeaving,
    tick: () => {
      if (isDone) return
      onLinger(true)
      announce(`Done: ${name}. Undo is the next button.`)
      sent.current = submit(tick)
    },
    undo: () => {
      onLinger(false)
      announce(`${name} is open again`)
      // The server must see both, in this order.
      void Promise.resolve(sent.current)
        .then(() => submit(untick))
        .then(onLeave)
    },
  }
}
