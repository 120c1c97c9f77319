/** The fields of an entry as its form has them; photos by their ids. */
export interface Draft {
  day: string
  text: string
  mood: string
  tags: string
  photos: string[]
}

/** What was typed here and is not known to be kept by the house. */
export interface StoredDraft {
  draft: Draft
  /** `updatedAt` of the version that was changed; empty for a new entry. */
  base: string
}

// By person: whoever signs in next at this browser is shown nothing of it.
const prefixOf = (accountId: string) => `journal ${accountId} `
const keyOf = (accountId: string, entryId: string) => prefixOf(accountId) + entryId

export function storeDraft(accountId: string, entryId: string, stored: StoredDraft): void {
  localStorage.setItem(keyOf(accountId, entryId), JSON.stringify(stored))
}

export function readStoredDraft(accountId: string, entryId: string): StoredDraft | undefined {
  const stored = localStorage.getItem(keyOf(accountId, entryId))
  return stored === null ? undefined : (JSON.parse(stored) as StoredDraft)
}

export function forgetDraft(accountId: string, entryId: string): void {
  localStorage.removeItem(keyOf(accountId, entryId))
}

/** What is waiting in this browser, by entry. */
export function listStoredDrafts(accountId: string): { id: string; text: string }[] {
  const prefix = prefixOf(accountId)
  const ids = Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))
  return ids.map((id) => ({ id, text: readStoredDraft(accountId, id)?.draft.text ?? '' }))
}

/** Entries that begin on this device: nobody else knows their ids, so without a connection they can only be new. */
const begunHere = new Set<string>()
export const beginHere = (entryId: string): unknown => begunHere.add(entryId)

export function isBegunHere(accountId: string, entryId: string): boolean {
  return begunHere.has(entryId) || readStoredDraft(accountId, entryId)?.base === ''
}

/** The house has it: there is nothing left to keep here. */
export function forgetIfSent(accountId: string, entry: { id: string; text: string }): void {
  if (readStoredDraft(accountId, entry.id)?.draft.text === entry.text) forgetDraft(accountId, entry.id)
}

export const isSameDraft = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other)
