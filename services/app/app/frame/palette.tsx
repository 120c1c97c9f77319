import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import classes from './overlay.module.css'
import { OverlayDialog } from './overlay-dialog.tsx'
import type { Overlay } from './overlays.tsx'
import { type Choice, useChoices } from './use-choices.ts'

interface PaletteProps {
  onClose: () => void
  onOpen: (overlay: Overlay) => void
  /** Adds a line at once. */
  onAdd: (line: string) => void
}

/** Every page and action by name, and from any words what has them, a search or a new thing. */
export default function Palette(props: PaletteProps) {
  const [text, setText] = useState('')
  const [selected, setSelected] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const choices = useChoices(text.trim(), props)
  const active = Math.min(selected, choices.length - 1)

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (act: (() => void) | undefined) => {
    if (!act) return
    props.onClose()
    // Once the dialog has given the focus back: a choice may put it elsewhere.
    requestAnimationFrame(act)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setSelected((active + step + choices.length) % choices.length)
    else if (event.key === 'Enter') run(actOf(choices[active], event))
    else return
    event.preventDefault()
  }

  return (
    <OverlayDialog label="Open anything by name" onClose={props.onClose}>
      <input
        className={classes.field}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={`${id}-${active}`}
        aria-label="Page or action"
        placeholder="Go to a page, search, or add …"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setSelected(0)
        }}
        onKeyDown={onKey}
      />
      <div ref={list} id={id} role="listbox" aria-label="Pages and actions" className={classes.options}>
        {choices.map((choice, index) => (
          // The keyboard stays in the field above, which names the selected option.
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={classes.option}
            onMouseMove={() => setSelected(index)}
            onClick={() => run(choice.run)}
          >
            <span className={classes.name}>{choice.name}</span>
            {choice.kind && <span className={classes.kind}>{choice.kind}</span>}
            {choice.keys && (
              <span className={classes.keys} aria-hidden>
                {choice.keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
    </OverlayDialog>
  )
}

const actOf = (choice: Choice | undefined, { ctrlKey, metaKey }: KeyboardEvent) =>
  ctrlKey || metaKey ? choice?.tick : choice?.run
