import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { MAX_TEXT } from '../messages.ts'
import type { Draft } from './conversation.tsx'
import { IconArrowUp, IconStop } from './icons.ts'

interface ComposerProps {
  id: string
  draft: Draft
  isBusy: boolean
  onSend: (text: string) => void
  onStop: () => void
}

/** One field and one button. Without scripts it is a plain form, answered by the whole page. */
export function Composer({ id, draft, isBusy, onSend, onStop }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  // Rendered on the server, the button sends whatever is in the field: only a script can know that it is empty.
  const [isAwake, setAwake] = useState(false)
  const tooLong = text.length - MAX_TEXT

  // What was typed before the page was awake, or before it was reloaded.
  useEffect(() => {
    setAwake(true)
    const found = field.current?.value || draft.read()
    if (found) setText(found)
    // With a touch screen the focus would cover half the page with a keyboard nobody asked for.
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true })
  }, [draft])

  const write = (value: string) => {
    setText(value)
    draft.keep(value)
  }
  const send = () => {
    if (!text.trim() || tooLong > 0 || isBusy) return
    onSend(text)
    setText('')
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a composition (Japanese, Chinese) is not a send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const stop = () => {
    onStop()
    field.current?.focus()
  }
  return (
    <form id={`ask-${id}`} className="composer" method="post" action={`/c/${id}`} onSubmit={onSubmit}>
      <div className="composer-box">
        <div className="grow" data-text={`${text} `}>
          <textarea
            ref={field}
            name="text"
            rows={1}
            aria-label="Message"
            aria-describedby={tooLong > 0 ? 'too-long' : 'keys'}
            aria-invalid={tooLong > 0}
            placeholder="Ask or add something"
            value={text}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {isBusy ? (
          <button type="button" className="send" aria-label="Stop" onClick={stop}>
            <IconStop size={18} aria-hidden />
          </button>
        ) : (
          <button
            type="submit"
            className="send"
            aria-label="Send"
            aria-disabled={isAwake && (!text.trim() || tooLong > 0)}
          >
            <IconArrowUp size={20} stroke={2} aria-hidden />
          </button>
        )}
      </div>
      {tooLong > 0 ? (
        <p className="hint fault-text" id="too-long" role="alert">
          {tooLong.toLocaleString('en')} characters too many: {MAX_TEXT.toLocaleString('en')} is the most.
        </p>
      ) : (
        <p className="hint only-wide" id="keys">
          Enter sends, Shift+Enter begins a new line, Esc stops.
        </p>
      )}
    </form>
  )
}
