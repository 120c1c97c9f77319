import { type ReactNode, useLayoutEffect, useRef } from 'react'
import classes from './overlay.module.css'

/** A dialog in the middle of the page, closed by Escape or a click beside it. */
export function OverlayDialog(props: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  // In the layout phase: on leaving, the dialog gives the focus back while it still can.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes.overlay}
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onMouseDown={(event) => event.target === dialog.current && props.onClose()}
    >
      {props.children}
    </dialog>
  )
}
