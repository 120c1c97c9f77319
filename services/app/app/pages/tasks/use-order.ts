import { arrayMove } from '@dnd-kit/sortable'
import { useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import type { Task } from '@ichrisbirch/contract/tasks'
import type { Shown } from './use-lingering.ts'

/** The order as the person sees it: at once as they moved it, and then as the server keeps it. */
export function useOrder(shown: Shown<Task>[], action: string) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const [order, setOrder] = useState<string[] | null>(null)
  const sending = useRef({ chain: Promise.resolve(), count: 0 })

  const place = new Map(order?.map((id, index) => [id, index]))
  const ordered = order ? shown.toSorted((a, b) => (place.get(a.task.id) ?? -1) - (place.get(b.task.id) ?? -1)) : shown

  const move = (id: string, index: number) => {
    const ids = ordered.map(({ task }) => task.id)
    const moved = arrayMove(ids, ids.indexOf(id), index)
    const behind = moved[index - 1] ?? ''
    setOrder(moved)
    // One after the other: two moves at once could reach the server in the wrong order.
    const state = sending.current
    state.count++
    state.chain = state.chain
      .then(() => fetcher.submit({ intent: `move ${behind}`, id }, { method: 'post', action }))
      .finally(() => {
        state.count--
        if (state.count === 0) setOrder(null)
      })
  }
  return { ordered, move }
}
