export const JOURNAL_VIEWS = [
  { to: '/journal', name: 'Entries' },
  { to: '/journal/calendar', name: 'Calendar' },
  { to: '/journal/moods', name: 'Moods' },
  { to: '/journal/deleted', name: 'Deleted' },
]
