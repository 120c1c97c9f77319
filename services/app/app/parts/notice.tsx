import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { Form, useFetcher } from 'react-router'
import classes from './notice.module.css'

export interface Notice {
  words: string
  tone?: 'problem'
  /** The form that takes it back. */
  undo?: { action: string; fields: Record<string, string> }
}

interface Notices {
  /** Shows one line at the foot of the page, with Undo where there is one. */
  notify: (notice: Notice) => void
  /** Says something to people who listen to the page, and shows nothing. */
  announce: (words: string) => void
}

const NoticesContext = createContext<Notices>({ notify: () => {}, announce: () => {} })
export const useNotices = () => useContext(NoticesContext)

const SHOWN_MS = 8000

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(Notice & { key: number }) | null>(null)
  const [spoken, setSpoken] = useState('')
  const count = useRef(0)
  const hide = useCallback(() => setShown(null), [])
  const notices = useMemo<Notices>(
    () => ({
      notify: (notice) => setShown({ ...notice, key: ++count.current }),
      // The same words twice are said twice only when the text differs.
      announce: (words) => setSpoken((before) => (before === words ? `${words}\u00a0` : words)),
    }),
    [],
  )
  return (
    <NoticesContext value={notices}>
      {children}
      <div className={classes.region} role="status">
        {shown && <Toast key={shown.key} notice={shown} onDone={hide} />}
      </div>
      <div className="unseen" aria-live="assertive">
        {spoken}
      </div>
    </NoticesContext>
  )
}

function Toast({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const fetcher = useFetcher()
  const [isHeld, setHeld] = useState(false)
  const { undo } = notice
  const takeBack = useCallback(() => {
    if (!undo) return
    void fetcher.submit(undo.fields, { method: 'post', action: undo.action }).then(onDone)
  }, [undo, fetcher, onDone])

  useEffect(() => {
    if (isHeld || fetcher.state !== 'idle') return
    const timer = setTimeout(onDone, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld, fetcher.state, onDone])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (!(event.key === 'z' && (event.ctrlKey || event.metaKey)) || event.shiftKey || isTyping) return
      event.preventDefault()
      takeBack()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [takeBack])

  return (
    <div
      className={classes.toast}
      data-tone={notice.tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.words}>{notice.words}</span>
      {undo && (
        <button type="button" className={classes.undo} onClick={takeBack} disabled={fetcher.state !== 'idle'}>
          Undo
        </button>
      )}
      <button type="button" className={classes.undo} data-quiet onClick={onDone}>
        Dismiss
      </button>
    </div>
  )
}

/** The same for a page that a form without scripts brought back: it stands in the page, above the list. */
export function PageNotice({ notice }: { notice: Notice | undefined }) {
  if (!notice) return null
  return (
    <div className={classes.inPage} role="status" data-tone={notice.tone}>
      <span className={classes.words}>{notice.words}</span>
      {notice.undo && (
        <Form method="post" action={notice.undo.action}>
          {Object.entries(notice.undo.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className={classes.undo}>
            Undo
          </button>
        </Form>
      )}
    </div>
  )
}
