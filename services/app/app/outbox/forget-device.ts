import { forgetDraft, listStoredDrafts } from '../pages/journal/drafts.ts'
import { outbox } from './use-outbox.ts'

/** What was done on this device and is not sent, as a person reads it. */
export function listUnsent(): string[] {
  const drafts = outbox.owner === undefined ? [] : listStoredDrafts(outbox.owner)
  return [...outbox.items.map(({ words }) => words), ...drafts.map(({ text }) => `Write “${text.trim().slice(0, 60)}”`)]
}

/** At sign-out: nothing of the person stays in this browser. */
export async function forgetDevice(): Promise<void> {
  const { owner } = outbox
  if (owner !== undefined) for (const { id } of listStoredDrafts(owner)) forgetDraft(owner, id)
  await outbox.discardAll()
  if (!('serviceWorker' in navigator)) return
  // Not the page's own worker: a page that was forced to load anew has none, and what is kept is there all the same.
  const worker = await navigator.serviceWorker.getRegistration()
  worker?.active?.postMessage({ forget: true })
}
