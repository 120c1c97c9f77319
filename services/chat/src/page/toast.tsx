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
    const toast = element.current
    if (!content || !toast) return undefined
    // A popover, in the top layer: the sheet of conversations would cover anything else on a phone.
    toast.showPopover()
    const timer = setInterval(() => {
      if (!toast.matches(':hover, :focus-within')) onEnd()
    }, SHOWN_MS)
    return () => {
      clearInterval(timer)
      toast.hidePopover()
    }
  }, [content, onEnd])
  return (
    <div className="toast" role="status" popover="manual" ref={element}>
      <span>{content?.text}</span>
      {content?.action && (
        <button type="button" className="text-button" onClick={content.action.run}>
          {content.action.label}
        </button>
      )}
    </div>
  )
}
