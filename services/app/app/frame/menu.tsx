import { Link, NavLink } from 'react-router'
import { IconDots, IconMessage, IconPlus } from '../icons.ts'
import { type MenuEntry, menuOf } from '../pages.ts'
import { focusQuickAdd } from './focus-quick-add.ts'
import classes from './frame.module.css'
import { useFrame } from './use-frame.ts'

const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const

/** From 820 px: the pages in their groups. */
export function Sidebar() {
  const { chatOrigin } = useFrame()
  return (
    <nav className={classes.sidebar} aria-label="Pages">
      <Link to="/" className={classes.name}>
        ichrisbirch
      </Link>
      <MenuGroup group="today" />
      <MenuGroup group="do" heading="Do" />
      <MenuGroup group="keep" heading="Keep" />
      <MenuGroup group="watch" heading="Watch" />
      <div className={classes.group}>
        <div className={classes.heading}>Ask</div>
        <a href={chatOrigin} className={classes.link}>
          <IconMessage {...icon} />
          Chat
        </a>
      </div>
      <div className={classes.last}>
        <MenuGroup group="house" />
      </div>
    </nav>
  )
}

function MenuGroup({ group, heading }: { group: MenuEntry['group']; heading?: string }) {
  const { account } = useFrame()
  const entries = menuOf(account).filter((entry) => entry.group === group)
  if (entries.length === 0) return null
  return (
    <div className={classes.group}>
      {heading && <div className={classes.heading}>{heading}</div>}
      {entries.map((entry) => (
        <NavLink key={entry.to} to={entry.to} className={classes.link}>
          <entry.icon {...icon} />
          {entry.name}
        </NavLink>
      ))}
    </div>
  )
}

const ON_PHONE = ['/today', '/tasks', '/search']

/** On a phone: five places at the foot, adding in the middle. */
export function TabBar({ onAdd }: { onAdd: () => void }) {
  const menu = menuOf(useFrame().account)
  const [today, tasks, search] = ON_PHONE.map((to) => menu.find((entry) => entry.to === to)).map(
    (entry) =>
      entry && (
        <NavLink key={entry.to} to={entry.to} className={classes.tab}>
          <entry.icon {...icon} size={22} />
          {entry.name}
        </NavLink>
      ),
  )
  return (
    <nav className={classes.bar} aria-label="Pages">
      {today}
      {tasks}
      <Link
        to="/today#add"
        className={classes.add}
        aria-label="Add"
        onClick={(event) => {
          event.preventDefault()
          // A phone opens its keyboard only for a focus set while the finger is still at it.
          if (!focusQuickAdd()) onAdd()
        }}
      >
        <IconPlus size={22} stroke={1.75} aria-hidden />
      </Link>
      {search}
      <NavLink to="/more" className={classes.tab}>
        <IconDots {...icon} size={22} />
        More
      </NavLink>
    </nav>
  )
}
