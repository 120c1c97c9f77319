import { useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, noticeOf } from '../answer.ts'
import { newId } from '../new-id.ts'
import { useNotices } from '../parts/notice.tsx'

export interface WaitingLine {
  id: string
  line: string
  /** What it was chosen to become; empty: what its words say. */
  as: string
  problem?: string
}

/**
 * Lines on their way to the server, one after the other, so that several typed quickly keep their order. A refused one
 * stays, with its text and the reason.
 */
export function useAddQueue(action: string, category: string | null) {
  const fetcher = useFetcher<Answer>()
  const { notify } = useNotices()
  const [waiting, setWaiting] = useState<WaitingLine[]>([])
  const sent = useRef<{ id: string; answerBefore: Answer | undefined } | null>(null)

  useEffect(() => {
    if (fetcher.state !== 'idle') return
    if (sent.current) {
      if (fetcher.data === sent.current.answerBefore) return
      const { id } = sent.current
      sent.current = null
      const problem = fetcher.data?.problem?.message
      const notice = noticeOf(fetcher.data)
      if (!problem && notice) notify(notice)
      setWaiting((lines) =>
        problem
          ? lines.map((line) => (line.id === id ? { ...line, problem } : line))
          : lines.filter((line) => line.id !== id),
      )
      return
    }
    const next = waiting.find(({ problem }) => !problem)
    if (!next) return
    sent.current = { id: next.id, answerBefore: fetcher.data }
    const fields = { intent: 'add', id: next.id, line: next.line, as: next.as, category: category ?? '' }
    void fetcher.submit(fields, { method: 'post', action })
  }, [fetcher, waiting, action, category, notify])

  return {
    waiting,
    add: (line: string, as: string) => setWaiting((lines) => [...lines, { id: newId(), line, as }]),
    retry: (id: string) =>
      setWaiting((lines) => lines.map((line) => (line.id === id ? { id, line: line.line, as: line.as } : line))),
    discard: (id: string) => setWaiting((lines) => lines.filter((line) => line.id !== id)),
  }
}
