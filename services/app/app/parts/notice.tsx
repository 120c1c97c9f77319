import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { Form, useFetchers, useNavigation, useSubmit } from 'react-router'
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

type Shown = Notice & { key: number }

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null)
  const takeBack = useTakeBack((done) => setShown((now) => (now?.key === done.key ? null : now)))
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
        {shown && <Toast key={shown.key} notice={shown} onUndo={() => takeBack(shown)} onDone={hide} />}
      </div>
      <div className="unseen" aria-live="assertive">
        {spoken}
      </div>
    </NoticesContext>
  )
}

/**
 * Takes notices back one after the other, each when nothing else is being sent: an Undo that overtook what it takes
 * back would be undone by it. Not the toast's own, which is gone with the next notice.
 */
function useTakeBack(onDone: (notice: Shown) => void): (notice: Shown) => void {
  const [waiting, setWaiting] = useState<Shown[]>([])
  const isSending = [useNavigation(), ...useFetchers()].some(({ state }) => state === 'submitting')
  const submit = useSubmit()

  useEffect(() => {
    const [next, ...rest] = waiting
    if (isSending || !next?.undo) return
    setWaiting(rest)
    const { fields, action } = next.undo
    void submit(fields, { method: 'post', action, navigate: false }).then(() => onDone(next))
  }, [waiting, isSending, submit, onDone])

  return (notice) => setWaiting((others) => [...others, notice])
}

function Toast({ notice, onUndo, onDone }: { notice: Notice; onUndo: () => void; onDone: () => void }) {
  const [isHeld, setHeld] = useState(false)
  const [isTakingBack, setTakingBack] = useState(false)
  const { undo } = notice
  const takeBack = useCallback(() => {
    if (!undo || isTakingBack) return
    setTakingBack(true)
    onUndo()
  }, [undo, isTakingBack, onUndo])

  useEffect(() => {
    if (isHeld || isTakingBack) return
    const timer = setTimeout(onDone, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld, isTakingBack, onDone])

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
        <button type="button" className={classes.undo} onClick={takeBack} disabled={isTakingBack}>
          Undo
        </button>
      )}
      <button type="button" className={classes.undo} data-quiet onClick={onDone}>
        Dismiss
      </button>
    </div>
  )
}

/**
 * The same for a page that a form without scripts brought back: it stands in the page, above the list. With scripts an
 * update of the page's data, as for the change that is told here, clears the action's answer: the last one stays.
 */
export function PageNotice({ notice: newest }: { notice: Notice | undefined }) {
  const [notice, keep] = useState(newest)
  if (newest && JSON.stringify(newest) !== JSON.stringify(notice)) keep(newest)
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
