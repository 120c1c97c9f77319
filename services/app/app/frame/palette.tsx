import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate, useSubmit } from 'react-router'
import { menuOf } from '../pages.ts'
import { focusQuickAdd } from './focus-quick-add.ts'
import classes from './overlay.module.css'
import { OverlayDialog } from './overlay-dialog.tsx'
import { useFrame } from './use-frame.ts'

interface Choice {
  name: string
  keys?: string[]
  run: () => void
}

/** Every page and action by name, and from any words a search or a new task. */
export default function Palette(props: { onClose: () => void; onShowShortcuts: () => void }) {
  const [text, setText] = useState('')
  const [selected, setSelected] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const choices = useChoices(text.trim(), props.onShowShortcuts)
  const active = Math.min(selected, choices.length - 1)

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (choice: Choice | undefined) => {
    if (!choice) return
    props.onClose()
    // Once the dialog has given the focus back: a choice may put it elsewhere.
    requestAnimationFrame(choice.run)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setSelected((active + step + choices.length) % choices.length)
    else if (event.key === 'Enter') run(choices[active])
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
            key={choice.name}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={classes.option}
            onMouseMove={() => setSelected(index)}
            onClick={() => run(choice)}
          >
            <span className={classes.name}>{choice.name}</span>
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

function useChoices(text: string, showShortcuts: () => void): Choice[] {
  const navigate = useNavigate()
  const submit = useSubmit()
  const { account, chatOrigin } = useFrame()
  const go = (to: string) => () => void navigate(to)
  const all: Choice[] = [
    { name: 'Add a task', keys: ['n'], run: () => void (focusQuickAdd() || navigate('/tasks#add')) },
    ...menuOf(account).map(({ name, key, to }) => ({ name: `Go to ${name}`, keys: ['g', key], run: go(to) })),
    { name: 'Add an autotask', run: go('/autotasks/new') },
    { name: 'Completed tasks', run: go('/tasks/completed') },
    { name: 'Deleted tasks', run: go('/tasks/deleted') },
    { name: 'Chat', run: () => window.location.assign(chatOrigin) },
    { name: 'Keyboard shortcuts', keys: ['?'], run: showShortcuts },
    { name: 'Sign out', run: () => void submit(null, { method: 'post', action: '/sign-out' }) },
  ]
  if (!text) return all
  const words = text.toLowerCase().split(/\s+/)
  return [
    ...all.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word))),
    { name: `Search for “${text}”`, run: go(`/search?q=${encodeURIComponent(text)}`) },
    { name: `Add “${text}” as a task`, run: go(`/tasks?line=${encodeURIComponent(text)}#add`) },
  ]
}
