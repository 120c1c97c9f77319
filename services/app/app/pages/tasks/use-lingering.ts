import { useCallback, useMemo, useState } from 'react'

interface Lingering<Item> {
  task: Item
  /** The row before it when it was ticked. */
  behind: string | null
  isDone: boolean
}

export interface Shown<Item> {
  task: Item
  isDone: boolean
}

/**
 * The list as it is shown: a completed task is no longer in the server's list, but stays in its place, struck through,
 * until its row says that it leaves.
 */
export function useLingering<Item extends { id: string }>(items: Item[]) {
  const [lingering, setLingering] = useState<ReadonlyMap<string, Lingering<Item>>>(new Map())

  const linger = useCallback((task: Item, behind: string | null, isDone: boolean) => {
    setLingering((before) => new Map(before).set(task.id, { task, behind, isDone }))
  }, [])
  const leave = useCallback((id: string) => {
    setLingering((before) => new Map([...before].filter(([key]) => key !== id)))
  }, [])

  const shown = useMemo(() => {
    const list: Shown<Item>[] = items.map((task) => ({ task, isDone: lingering.get(task.id)?.isDone ?? false }))
    for (const { task, behind, isDone } of lingering.values()) {
      if (list.some((row) => row.task.id === task.id)) continue
      const place = list.findIndex((row) => row.task.id === behind) + 1
      list.splice(place, 0, { task, isDone })
    }
    return list
  }, [items, lingering])
  return { shown, linger, leave }
}
