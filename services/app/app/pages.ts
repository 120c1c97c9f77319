import type { Account } from '@ichrisbirch/contract/account'
import type { Icon } from '@tabler/icons-react'
import {
  IconArticle,
  IconBook,
  IconBox,
  IconCalendarEvent,
  IconCheckbox,
  IconChecks,
  IconCoin,
  IconHistory,
  IconHomeCog,
  IconHourglass,
  IconNotebook,
  IconRepeat,
  IconSearch,
  IconSun,
  IconSunrise,
  IconUser,
} from './icons.ts'

/** Where a page stands in the menu. */
export interface MenuEntry {
  name: string
  group: 'today' | 'do' | 'keep' | 'watch' | 'house'
  icon: Icon
  /** `g` and then this key goes there. */
  key: string
  /** Whose menu has it. Absent: everyone's. */
  isFor?: (account: Account) => boolean
}

export interface Page {
  path: string
  file: string
  /** Absent: reached from another page. */
  menu?: MenuEntry
  /** What a person can do there: the palette offers it by name. */
  actions?: { name: string; to: string }[]
  /** Shown inside this page, beside its list. */
  inside?: Page[]
}

/** The pages of a signed-in person, one line each: routes.ts makes the routes of it, the frame its menu. */
export const pages: Page[] = [
  { path: 'today', file: 'pages/today.tsx', menu: { name: 'Today', group: 'today', icon: IconSun, key: 'o' } },
  {
    path: 'tasks',
    file: 'pages/tasks.tsx',
    menu: { name: 'Tasks', group: 'do', icon: IconCheckbox, key: 't' },
    actions: [{ name: 'Add a task', to: '/tasks#add' }],
    inside: [{ path: ':id', file: 'pages/tasks/task.tsx' }],
  },
  {
    path: 'tasks/completed',
    file: 'pages/tasks/completed.tsx',
    actions: [{ name: 'Completed tasks', to: '/tasks/completed' }],
  },
  {
    path: 'tasks/deleted',
    file: 'pages/tasks/deleted.tsx',
    actions: [{ name: 'Deleted tasks', to: '/tasks/deleted' }],
  },
  {
    path: 'autotasks',
    file: 'pages/autotasks.tsx',
    menu: { name: 'Autotasks', group: 'do', icon: IconRepeat, key: 'a' },
    actions: [{ name: 'Add an autotask', to: '/autotasks/new' }],
    inside: [{ path: ':id', file: 'pages/autotasks/autotask.tsx' }],
  },
  {
    path: 'habits',
    file: 'pages/habits.tsx',
    menu: { name: 'Habits', group: 'do', icon: IconChecks, key: 'b' },
    actions: [{ name: 'Add a habit', to: '/habits/new' }],
    inside: [{ path: ':id', file: 'pages/habits/habit.tsx' }],
  },
  {
    path: 'events',
    file: 'pages/events.tsx',
    menu: { name: 'Calendar', group: 'do', icon: IconCalendarEvent, key: 'e' },
    actions: [{ name: 'Add an event', to: '/events/new' }],
    inside: [{ path: ':id', file: 'pages/events/event.tsx' }],
  },
  { path: 'events/month', file: 'pages/events/month.tsx' },
  {
    path: 'events/sharing',
    file: 'pages/events/sharing.tsx',
    actions: [{ name: 'Import or share the calendar', to: '/events/sharing' }],
  },
  {
    path: 'digest',
    file: 'pages/digest.tsx',
    menu: { name: 'Digest', group: 'do', icon: IconSunrise, key: 'd', isFor: ({ digest }) => digest !== 'none' },
  },
  {
    path: 'countdowns',
    file: 'pages/countdowns.tsx',
    menu: { name: 'Countdowns', group: 'watch', icon: IconHourglass, key: 'w' },
    actions: [{ name: 'Add a countdown', to: '/countdowns/new' }],
    inside: [{ path: ':id', file: 'pages/countdowns/countdown.tsx' }],
  },
  {
    path: 'money-wasted',
    file: 'pages/money-wasted.tsx',
    menu: { name: 'Money wasted', group: 'watch', icon: IconCoin, key: 'm' },
    actions: [{ name: 'Add wasted money', to: '/money-wasted#add' }],
    inside: [{ path: ':id', file: 'pages/money-wasted/waste.tsx' }],
  },
  { path: 'money-wasted/sums', file: 'pages/money-wasted/sums.tsx' },
  {
    path: 'articles',
    file: 'pages/articles.tsx',
    menu: { name: 'Articles', group: 'keep', icon: IconArticle, key: 'r' },
    actions: [{ name: 'Save an article', to: '/articles#add' }],
  },
  { path: 'articles/imports', file: 'pages/articles/imports.tsx' },
  { path: 'articles/export', file: 'pages/articles/export.ts' },
  { path: 'articles/highlights', file: 'pages/articles/highlights.tsx' },
  { path: 'articles/highlights/:id', file: 'pages/articles/highlight.ts' },
  { path: 'articles/:id', file: 'pages/articles/reader.tsx' },
  { path: 'articles/:id/progress', file: 'pages/articles/progress.ts' },
  {
    path: 'journal',
    file: 'pages/journal.tsx',
    menu: { name: 'Journal', group: 'keep', icon: IconNotebook, key: 'j' },
    actions: [{ name: 'Write in the journal', to: '/journal/new' }],
  },
  { path: 'journal/calendar', file: 'pages/journal/calendar.tsx' },
  { path: 'journal/moods', file: 'pages/journal/moods.tsx' },
  { path: 'journal/deleted', file: 'pages/journal/deleted.tsx' },
  { path: 'journal/new', file: 'pages/journal/new.ts' },
  { path: 'journal/:id', file: 'pages/journal/entry.tsx' },
  { path: 'journal/:id/write', file: 'pages/journal/write.tsx' },
  { path: 'journal/:id/save', file: 'pages/journal/save.ts' },
  {
    path: 'books',
    file: 'pages/books.tsx',
    menu: { name: 'Books', group: 'keep', icon: IconBook, key: 'k' },
    actions: [{ name: 'Add a book', to: '/books#add' }],
    inside: [{ path: ':id', file: 'pages/books/book.tsx' }],
  },
  { path: 'books/year', file: 'pages/books/year.tsx' },
  { path: 'books/import', file: 'pages/books/import.tsx' },
  { path: 'books/export', file: 'pages/books/export.ts' },
  {
    path: 'boxes',
    file: 'pages/boxes.tsx',
    menu: { name: 'Boxes', group: 'keep', icon: IconBox, key: 'x' },
    actions: [
      { name: 'Add a box', to: '/boxes#add' },
      { name: 'Open a box by its number', to: '/boxes/go' },
      { name: 'Print labels for boxes', to: '/boxes/labels' },
    ],
  },
  { path: 'boxes/go', file: 'pages/boxes/go.tsx' },
  { path: 'boxes/things/:thing', file: 'pages/boxes/thing-place.ts' },
  { path: 'boxes/deleted-things', file: 'pages/boxes/deleted-things.tsx' },
  { path: 'boxes/labels', file: 'pages/boxes/labels.tsx' },
  { path: 'boxes/places', file: 'pages/boxes/places.tsx' },
  {
    path: 'boxes/loose',
    file: 'pages/boxes/loose.tsx',
    inside: [{ path: 'things/:thing', file: 'pages/boxes/loose-thing.tsx' }],
  },
  {
    path: 'boxes/:id',
    file: 'pages/boxes/box.tsx',
    inside: [{ path: 'things/:thing', file: 'pages/boxes/thing.tsx' }],
  },
  { path: 'search', file: 'pages/search.tsx', menu: { name: 'Search', group: 'house', icon: IconSearch, key: 's' } },
  { path: 'tags', file: 'pages/tags.tsx', actions: [{ name: 'Tags', to: '/tags' }] },
  { path: 'tags/:name', file: 'pages/tags/tag.tsx' },
  {
    path: 'activity',
    file: 'pages/activity.tsx',
    menu: { name: 'Activity', group: 'house', icon: IconHistory, key: 'y' },
  },
  {
    path: 'house',
    file: 'pages/house.tsx',
    menu: { name: 'House', group: 'house', icon: IconHomeCog, key: 'h', isFor: ({ admin }) => admin },
  },
  {
    path: 'house/schedules',
    file: 'pages/house/schedules.tsx',
    inside: [
      { path: ':name', file: 'pages/house/schedules/schedule.tsx' },
      { path: ':name/runs/:id', file: 'pages/house/schedules/run.tsx' },
    ],
  },
  { path: 'house/backups', file: 'pages/house/backups.tsx' },
  { path: 'house/alarms', file: 'pages/house/alarms.tsx' },
  { path: 'account', file: 'pages/account.tsx', menu: { name: 'Account', group: 'house', icon: IconUser, key: 'c' } },
  { path: 'account/categories', file: 'pages/account/categories.tsx' },
  { path: 'account/keys', file: 'pages/account/keys.tsx' },
  { path: 'account/sessions', file: 'pages/account/sessions.tsx' },
  {
    path: 'account/data',
    file: 'pages/account/data.tsx',
    actions: [{ name: 'Export or import everything', to: '/account/data' }],
  },
  { path: 'account/archive', file: 'pages/account/archive.ts' },
  { path: 'account/password', file: 'pages/account/password.tsx' },
  { path: 'more', file: 'pages/more.tsx' },
]

const menu = pages.flatMap((page) => (page.menu ? [{ ...page.menu, to: `/${page.path}` }] : []))

/** What a person can open by name or by key: the frame, the palette and the list of shortcuts show these. */
export const menuOf = (account: Account) => menu.filter(({ isFor }) => isFor === undefined || isFor(account))

const isOpenTo = ({ menu }: Page, account: Account) => menu?.isFor === undefined || menu.isFor(account)

/** What a person can do, by name. */
export const actionsOf = (account: Account) =>
  pages.flatMap((page) => (isOpenTo(page, account) ? (page.actions ?? []) : []))
