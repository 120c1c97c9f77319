import { useEffect } from 'react'
import { useLocation } from 'react-router'

export const QUICK_ADD_ID = 'add'

/** Puts the cursor into the line that adds what the page is of; false when it has none. */
export function focusQuickAdd(): boolean {
  const input = document.getElementById(QUICK_ADD_ID)
  if (!input) return false
  input.scrollIntoView({ block: 'center' })
  input.focus()
  return true
}

/** `/tasks#add` is a link to that line from everywhere. */
export function useFocusFromAddress(): void {
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash === `#${QUICK_ADD_ID}`) focusQuickAdd()
  }, [hash, key])
}
