import { useState } from 'react'

/** The last value that there was: an update of the page's data, for a change made elsewhere, clears an action's answer. */
export function useKept<Value>(value: Value | undefined): Value | undefined {
  const [kept, keep] = useState(value)
  if (value !== undefined && value !== kept) keep(value)
  return value ?? kept
}
