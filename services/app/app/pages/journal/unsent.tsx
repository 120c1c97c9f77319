import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { listStoredDrafts } from './drafts.ts'
import classes from './journal.module.css'

/** What was typed in this browser and never reached the house: only scripts know of it. */
export function UnsentEntries() {
  const { account, at } = useFrame()
  const [unsent, setUnsent] = useState<{ id: string; text: string }[]>([])
  // With the page's data anew: what waited may have been sent meanwhile.
  useEffect(() => setUnsent(listStoredDrafts(account.id)), [account.id, at])
  return unsent.map(({ id, text }) => (
    <div key={id} className={classes.unsent}>
      <span>Not sent yet: “{text.trim().slice(0, 40) || 'an entry'} …”</span>
      <Link to={`/journal/${id}/write`}>Go on writing</Link>
    </div>
  ))
}
