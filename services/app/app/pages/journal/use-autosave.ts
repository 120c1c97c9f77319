import { useEffect, useState } from 'react'
import { useFrame } from '../../frame/use-frame.ts'
import { Autosave, type Standing } from './autosave.ts'
import { forgetDraft, storeDraft } from './drafts.ts'
import { sendDraft } from './send-draft.ts'
import { holdEntry } from './stored-drafts.ts'

/** Keeps what is typed for one entry, from one of its versions on (see Autosave). */
export function useAutosave(entryId: string, base: string) {
  const { account } = useFrame()
  const [standing, setStanding] = useState<Standing>({ kind: 'still' })
  // From the version that the page began with: a later answer of the loader is no reason to begin anew.
  const [autosave] = useState(
    () =>
      new Autosave(base, {
        store: (stored) => storeDraft(account.id, entryId, stored),
        forget: () => forgetDraft(account.id, entryId),
        send: (draft, on) => sendDraft(account.id, entryId, draft, on),
        tell: setStanding,
      }),
  )
  useEffect(() => {
    const letGo = holdEntry(entryId)
    const flush = () => void autosave.flush()
    window.addEventListener('online', flush)
    return () => {
      window.removeEventListener('online', flush)
      autosave.stop()
      letGo()
    }
  }, [autosave, entryId])
  return { autosave, standing }
}
