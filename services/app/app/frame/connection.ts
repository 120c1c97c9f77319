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

let timesAsked = 0

/**
 * Asks the house whether it is there: a stream that broke may have its own reasons, and a laptop without a network may
 * be the house itself.
 */
export async function askWhetherAway(): Promise<void> {
  const time = ++timesAsked
  const answers = await fetch('/health', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    // What fetch throws when nothing answers.
    () => false,
  )
  // An answer to an older question may come late, from before the connection went.
  if (time === timesAsked) setHouseAway(!answers)
}

export const useHouseAway = (): boolean => useSyncExternalStore(subscribe, isHouseAway, () => false)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
