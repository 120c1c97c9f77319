/** The pages of the admin. */
export const HOUSE_VIEWS = [
  { to: '/house/schedules', name: 'Schedules' },
  { to: '/house/backups', name: 'Backups' },
  { to: '/house/alarms', name: 'Alarms' },
]
