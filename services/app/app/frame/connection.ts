import { useSyncExternalStore } from 'react'

let isAway = false
const listeners = new Set<() => void>()

/** True while the house does not answer this device. What is shown then is the last that it said. */
export const isHouseAway = (): boolean => isAway

export function setHouseAway(away: boolean): void {
  if (away === isAway) return
  isAway = away
  for (const listener of listeners) listener()
}

/** Asks the house whether it is there: a stream that broke may have its own reasons. */
export async function askWhetherAway(): Promise<void> {
  const answers = await fetch('/health', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    // What fetch throws when nothing answers.
    () => false,
  )
  setHouseAway(!answers)
}

export const useHouseAway = (): boolean => useSyncExternalStore(subscribe, isHouseAway, () => false)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
