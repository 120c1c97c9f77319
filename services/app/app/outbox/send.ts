import type { Outcome, Waiting } from './outbox.ts'

/** Somebody else is signed in now, the house is busy, or nothing behind a proxy answers: later. */
const LATER = [409, 429, 502, 503, 504]

/** Sends one thing that waited, beside the page's own forms. */
export async function send({ owner, at, action, fields, anyway = false }: Waiting): Promise<Outcome> {
  const response = await fetch('/outbox', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner, at, action, fields, anyway }),
    // A session that ended would lead to the sign-in page, and a page is no answer.
    redirect: 'manual',
  }).catch(() => undefined)
  if (!response || response.type === 'opaqueredirect' || LATER.includes(response.status)) return { kind: 'away' }
  if (!response.ok) return { kind: 'fault', fault: { kind: 'refused', message: 'The house could not do this.' } }
  return (await response.json()) as Outcome
}
