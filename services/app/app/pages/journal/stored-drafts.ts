import { forgetDraft, isSameDraft, listStoredDrafts, readStoredDraft } from './drafts.ts'
import { sendDraft } from './send-draft.ts'

const lockOf = (entryId: string) => `journal ${entryId}`

/** While an entry is being written its own page sends it. @returns how to let it go. */
export function holdEntry(entryId: string): () => void {
  if (!('locks' in navigator)) return () => {}
  const left = new AbortController()
  const untilLeft = () => new Promise<void>((resolve) => left.signal.addEventListener('abort', () => resolve()))
  navigator.locks
    .request(lockOf(entryId), { signal: left.signal }, untilLeft)
    // Left before another tab let go of it: there was nothing to hold.
    .catch((error: unknown) => {
      if (!left.signal.aborted) throw error
    })
  return () => left.abort()
}

/**
 * Sends what was typed in the journal and never reached the house. What was changed elsewhere meanwhile stays: the page
 * of the entry shows both.
 */
export async function sendStoredDrafts(accountId: string): Promise<void> {
  for (const { id } of listStoredDrafts(accountId)) {
    if (!('locks' in navigator)) await sendStored(accountId, id)
    else
      await navigator.locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
        if (lock) await sendStored(accountId, id)
      })
  }
}

async function sendStored(accountId: string, id: string): Promise<void> {
  const stored = readStoredDraft(accountId, id)
  if (!stored) return
  const sent = await sendDraft(accountId, id, stored.draft, stored.base)
  const now = readStoredDraft(accountId, id)
  if ('updatedAt' in sent && now && isSameDraft(now.draft, stored.draft)) forgetDraft(accountId, id)
}
