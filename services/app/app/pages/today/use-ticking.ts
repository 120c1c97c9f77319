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
  version: string
  tick: string
  untick: string
}

interface Lingers {
  isDone: boolean
  onLinger: (isDone: boolean) => void
  onLeave: () => void
}

/** Ticking strikes the row, waits two seconds with Undo, then the row leaves. */
export function useTicking({ kind, id, name, version, tick, untick }: Ticking, { isDone, onLinger, onLeave }: Lingers) {
  const fetcher = useFetcher<Answer>()
  const { announce } = useNotices()
  const sending = useRef(Promise.resolve())
  const pressed = useRef(0)
  const [isLeaving, setLeaving] = useState(false)
  const problem = fetcher.data?.problem
  useAnswer(problem && fetcher.data)
  const submit = (intent: string, seen = '') => {
    // One after the other: an Undo, or a second tick, that overtook what was sent before would be undone by it.
    const send = () => fetcher.submit({ kind, intent, id, name, seen }, { method: 'post', action: '/today' })
    sending.current = sending.current.then(send, send)
    return sending.current
  }

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
      pressed.current++
      void submit(tick, version)
    },
    undo: () => {
      onLinger(false)
      announce(`${name} is open again`)
      const press = ++pressed.current
      // The server's list has it again, unless it was ticked anew meanwhile.
      void submit(untick).then(() => press === pressed.current && onLeave())
    },
  }
}
