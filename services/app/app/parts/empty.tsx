import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** What a page without anything on it says: what it is for, in one sentence, and the first step. */
export function Empty({ children, step }: { children: ReactNode; step?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{children}</p>
      {step}
    </div>
  )
}
