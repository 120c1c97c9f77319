export const EVENT_VIEWS = [
  { to: '/events', name: 'Agenda' },
  { to: '/events/month', name: 'Month' },
  { to: '/events/sharing', name: 'Import, subscribe' },
]
