import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import { IconX } from '../icons.ts'
import classes from './drawer.module.css'

/**
 * One thing's detail, at the right of its list; the whole screen on a phone. The server sends it open, so that it
 * works without scripts; with them it becomes a modal dialog, which keeps the focus inside and closes on Escape.
 */
export function Drawer({ title, closeTo, children }: { title: string; closeTo: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const navigate = useNavigate()

  // In the layout phase: on leaving, the dialog gives the focus back while it still can.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.removeAttribute('open')
    element?.showModal()
    // Not the first button: what is to be typed, or else the drawer itself.
    ;(element?.querySelector<HTMLElement>('[data-first-focus]') ?? element)?.focus()
    return () => element?.close()
  }, [])

  const close = () => void navigate(closeTo, { preventScrollReset: true })
  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) close()
  }

  return (
    // Escape does the same as a click beside the drawer.
    <dialog
      ref={dialog}
      open
      tabIndex={-1}
      className={classes.drawer}
      aria-label={title}
      onMouseDown={closeOnBackdrop}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
    >
      <div className={classes.inside}>
        <Link to={closeTo} className={classes.close} aria-label="Close" preventScrollReset>
          <IconX size={18} stroke={1.75} aria-hidden />
        </Link>
        {children}
      </div>
    </dialog>
  )
}
