import { useEffect, useSyncExternalStore } from 'react'
import { askWhetherAway, useHouseAway } from '../frame/connection.ts'
import { sendStoredDrafts } from '../pages/journal/stored-drafts.ts'
import { Outbox, type Waiting } from './outbox.ts'
import { send } from './send.ts'
import { store } from './store.ts'

const listeners = new Set<() => void>()
const NOTHING: Waiting[] = []
let shown = NOTHING
/** Tells other tabs, where there are any. */
let channel: BroadcastChannel | undefined

/** Of this browser; the frame says whose. */
export const outbox = new Outbox({
  store,
  async send(waiting) {
    const outcome = await send(waiting)
    if (outcome.kind === 'away') void askWhetherAway()
    return outcome
  },
  // Over plain HTTP there are no locks: two tabs may then send the same, which is one thing for the house.
  alone: (work) => ('locks' in navigator ? navigator.locks.request('outbox', work) : work()),
  tell: (items) => {
    if (items.length === 0 && shown.length === 0) return
    const isNews = items.map(({ seq }) => seq).join() !== shown.map(({ seq }) => seq).join()
    shown = items
    for (const listener of listeners) listener()
    // A channel reaches this origin's pages only, and takes no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    if (isNews) channel?.postMessage('changed')
  },
})

/** What waits on this device, in order. */
export const useWaiting = (): Waiting[] =>
  useSyncExternalStore(
    subscribe,
    () => shown,
    () => NOTHING,
  )

/** What was last done to things here and waits, by their ids: the intent of the form. What is undecided is not done. */
export function useWaitingIntents(): ReadonlyMap<string, string> {
  const waiting = useWaiting().filter(({ fault }) => !fault)
  return new Map(waiting.map(({ fields }) => [fields['id'] ?? '', fields['intent'] ?? '']))
}

/** Sends what waits: at the start, and whenever the house answers again. */
export function useOutbox(owner: string): void {
  const isAway = useHouseAway()
  useEffect(() => {
    channel = new BroadcastChannel('outbox')
    channel.addEventListener('message', () => void outbox.read())
    return () => {
      channel?.close()
      channel = undefined
    }
  }, [])
  useEffect(() => {
    void outbox.open(owner).then(async () => {
      if (isAway) return
      await outbox.flush()
      await sendStoredDrafts(owner)
    })
  }, [owner, isAway])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
