import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import type { Account } from '@ichrisbirch/contract/account'
import { menuOf } from '../pages.ts'
import { focusQuickAdd } from './focus-quick-add.ts'
import type { Overlay } from './overlays.tsx'
import { useFrame } from './use-frame.ts'

/** What the keys do, as the list of shortcuts shows them. Rows take part by carrying `data-row`. */
export const shortcutsOf = (account: Account): { keys: string[]; does: string }[] => [
  { keys: ['n'], does: 'Add, where the page has a line for it' },
  { keys: ['q'], does: 'Add anything' },
  { keys: ['j'], does: 'Next row, or paragraph of an article' },
  { keys: ['k'], does: 'Row or paragraph before' },
  { keys: ['Space'], does: 'Tick the row' },
  { keys: ['e'], does: 'Open the row' },
  { keys: ['h'], does: 'Highlight what is selected of an article' },
  { keys: ['Alt', '↑ ↓'], does: 'Move the row' },
  { keys: ['Ctrl', 'Z'], does: 'Undo, while it is offered' },
  { keys: ['Ctrl', 'K'], does: 'Open anything by name' },
  ...menuOf(account).map(({ key, name }) => ({ keys: ['g', key], does: `Go to ${name}` })),
  { keys: ['?'], does: 'Show this list' },
]

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]:not([hidden])')]
const rowInFocus = () => document.activeElement?.closest<HTMLElement>('[data-row]')

/** False when the page has no rows. */
function focusRow(step: 1 | -1): boolean {
  const all = rows()
  const current = rowInFocus()
  const index = current ? all.indexOf(current) + step : step === 1 ? 0 : all.length - 1
  all[Math.min(Math.max(index, 0), all.length - 1)]?.querySelector<HTMLElement>('[data-row-name]')?.focus()
  return all.length > 0
}

/** Presses a part of the row in focus; false when no row is. */
function pressInRow(part: 'data-row-tick' | 'data-row-name'): boolean {
  const target = rowInFocus()?.querySelector<HTMLElement>(`[${part}]`)
  target?.click()
  return Boolean(target)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}

/** The keyboard of every page. */
export function useShortcuts(open: (overlay: Overlay) => void): void {
  const navigate = useNavigate()
  const { account } = useFrame()
  const lastG = useRef(0)

  useEffect(() => {
    const actions: Record<string, () => boolean | void> = {
      n: () => {
        if (!focusQuickAdd()) open({ name: 'add', line: '' })
      },
      q: () => open({ name: 'add', line: '' }),
      j: () => focusRow(1),
      k: () => focusRow(-1),
      e: () => pressInRow('data-row-name'),
      // A button in focus is pressed by Space as ever; only a row's name is not a button.
      ' ': () => document.activeElement?.hasAttribute('data-row-name') && pressInRow('data-row-tick'),
      '?': () => open({ name: 'shortcuts' }),
      g: () => {
        lastG.current = Date.now()
      },
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        open({ name: 'palette' })
        return
      }
      const isElsewhere = isTyping(event.target) || document.querySelector('dialog:modal') !== null
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere) return
      const place = Date.now() - lastG.current < 1500 && menuOf(account).find(({ key }) => key === event.key)
      lastG.current = 0
      if (place) {
        event.preventDefault()
        void navigate(place.to)
      } else if (actions[event.key] && actions[event.key]?.() !== false) {
        event.preventDefault()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [account, navigate, open])
}
