import { useEffect, useRef } from 'react'

export interface ToastContent {
  text: string
  action?: { label: string; run: () => void }
}

const SHOWN_MS = 8000

/** A short word at the foot of the page, gone after a while; it stays while it has the pointer or the focus. */
export function Toast({ content, onEnd }: { content: ToastContent | undefined; onEnd: () => void }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!content) return undefined
    const timer = setInterval(() => {
      if (!element.current?.matches(':hover, :focus-within')) onEnd()
    }, SHOWN_MS)
    return () => clearInterval(timer)
  }, [content, onEnd])
  return (
    <div className="toast-place" role="status">
      {content && (
        <div className="toast" ref={element}>
          <span>{content.text}</span>
          {content.action && (
            <button type="button" className="text-button" onClick={content.action.run}>
              {content.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
