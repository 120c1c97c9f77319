export const QUICK_ADD_ID = 'add'

/** Puts the cursor into the line that adds a task; false when this page has none. */
export function focusQuickAdd(): boolean {
  const input = document.getElementById(QUICK_ADD_ID)
  if (!input) return false
  input.scrollIntoView({ block: 'center' })
  input.focus()
  return true
}
