import { useEffect, useState } from 'react'

/** Tells the server in which zone this browser is; it goes to an account that has none yet. */
export function TimeZoneField() {
  const [timeZone, setTimeZone] = useState('')
  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return <input type="hidden" name="timeZone" value={timeZone} />
}
