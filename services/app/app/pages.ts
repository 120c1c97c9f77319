import type { Icon } from '@tabler/icons-react'
import { IconCheckbox, IconRepeat, IconSearch, IconUser } from './icons.ts'

export interface Page {
  path: string
  file: string
  /** Where it stands in the menu. Absent: reached from another page. */
  menu?: {
    name: string
    group: 'do' | 'house'
    icon: Icon
    /** `g` and then this key goes there. */
    key: string
  }
  /** Shown inside this page, beside its list. */
  inside?: Page[]
}

/** The pages of a signed-in person, one line each: routes.ts makes the routes of it, the frame its menu. */
export const pages: Page[] = [
  {
    path: 'tasks',
    file: 'pages/tasks.tsx',
    menu: { name: 'Tasks', group: 'do', icon: IconCheckbox, key: 't' },
    inside: [{ path: ':id', file: 'pages/tasks/task.tsx' }],
  },
  { path: 'tasks/completed', file: 'pages/tasks/completed.tsx' },
  { path: 'tasks/deleted', file: 'pages/tasks/deleted.tsx' },
  {
    path: 'autotasks',
    file: 'pages/autotasks.tsx',
    menu: { name: 'Autotasks', group: 'do', icon: IconRepeat, key: 'a' },
    inside: [{ path: ':id', file: 'pages/autotasks/autotask.tsx' }],
  },
  { path: 'search', file: 'pages/search.tsx', menu: { name: 'Search', group: 'house', icon: IconSearch, key: 's' } },
  { path: 'account', file: 'pages/account.tsx', menu: { name: 'Account', group: 'house', icon: IconUser, key: 'c' } },
  { path: 'account/categories', file: 'pages/account/categories.tsx' },
  { path: 'account/keys', file: 'pages/account/keys.tsx' },
  { path: 'account/sessions', file: 'pages/account/sessions.tsx' },
  { path: 'account/password', file: 'pages/account/password.tsx' },
  { path: 'more', file: 'pages/more.tsx' },
]

/** What can be opened by name or by key: the frame, the palette and the list of shortcuts show these. */
export const menu = pages.flatMap((page) => (page.menu ? [{ ...page.menu, to: `/${page.path}` }] : []))
