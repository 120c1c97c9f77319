import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import classes from './page-header.module.css'

interface View {
  to: string
  name: string
}

/** A page's title, with links to its other views. */
export function PageHeader({ title, views, children }: { title: string; views?: View[]; children?: ReactNode }) {
  return (
    <header className={classes.header}>
      <h1>{title}</h1>
      {views && (
        <nav className={classes.views} aria-label={`${title}: views`}>
          {views.map((view) => (
            <NavLink key={view.to} to={view.to} end className={classes.view}>
              {view.name}
            </NavLink>
          ))}
        </nav>
      )}
      {children}
    </header>
  )
}
