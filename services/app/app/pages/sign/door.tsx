import type { ReactNode } from 'react'
import classes from './door.module.css'

/** The frame of a page for people who are not signed in. */
export function Door({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <main className={classes.door}>
      <p className={classes.name}>ichrisbirch</p>
      {title && <h1>{title}</h1>}
      {children}
    </main>
  )
}
