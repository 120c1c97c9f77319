import type { StoredFile } from '@ichrisbirch/contract/files'
import type { Sent } from './autosave.ts'
import type { Draft } from './drafts.ts'

const AWAY = 'The house does not answer. It is kept on this device, and sent as soon as it does.'
const SIGNED_OUT = 'You are signed out. It is kept on this device: sign in again, and it is sent.'

/** Sends what is typed, beside the page's own forms: whatever happens, the page and its words stay. */
export async function sendDraft(
  owner: string,
  entryId: string,
  { photos, ...fields }: Draft,
  base: string,
): Promise<Sent> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, base, owner })) form.set(name, value)
  for (const photo of photos) form.append('photo', photo)
  const response = await post(`/journal/${entryId}/save`, form)
  if (!response || response.status >= 500 || response.status === 429) return { fault: 'away', message: AWAY }
  if (response.type === 'opaqueredirect') return { fault: 'away', message: SIGNED_OUT }
  const answer = (await response.json()) as { updatedAt: string; code?: string; message?: string }
  if (response.ok) return { updatedAt: answer.updatedAt }
  const message = answer.message ?? ''
  return { fault: answer.code === 'changed_meanwhile' ? 'conflict' : 'refused', message }
}

/** Sends photos as soon as they are chosen. @returns their ids, or why they could not be sent. */
export async function sendPhotos(photos: File[]): Promise<{ ids: string[] } | { problem: string }> {
  const form = new FormData()
  for (const photo of photos) form.append('photos', photo)
  const response = await post('/photos', form)
  if (!response || response.type === 'opaqueredirect' || response.status >= 500)
    return { problem: 'The photos could not be sent. Choose them again when the house answers.' }
  const answer = (await response.json()) as { photos?: StoredFile[]; problem?: { message: string } }
  if (!answer.photos) return { problem: answer.problem?.message ?? 'The photos cannot be kept.' }
  return { ids: answer.photos.map(({ id }) => id) }
}

/** @returns undefined without a connection. */
function post(address: string, body: FormData): Promise<Response | undefined> {
  // A session that ended would lead to the sign-in page, and a page is no answer.
  return fetch(address, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined)
}
