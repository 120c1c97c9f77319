import { useEffect, useRef } from 'react'
import { type Notice, useNotices } from './parts/notice.tsx'

/** What every action answers: what was done, with its undo, or why the API refused. */
export interface Answer {
  notice?: Notice | undefined
  problem?: { message: string; fields: Record<string, string> } | undefined
}

/** The line to show in the page for a form that came back without scripts. */
export function noticeOf(answer: Answer | undefined): Notice | undefined {
  return answer?.problem ? { words: answer.problem.message, tone: 'problem' } : answer?.notice
}

/** Shows what an action answered as a toast, once for each answer. */
export function useAnswer(answer: Answer | undefined): void {
  const { notify } = useNotices()
  const shown = useRef<Answer>(undefined)
  useEffect(() => {
    if (answer === shown.current) return
    shown.current = answer
    const notice = noticeOf(answer)
    if (notice) notify(notice)
  }, [answer, notify])
}
