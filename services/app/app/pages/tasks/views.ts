export const TASK_VIEWS = [
  { to: '/tasks', name: 'Open' },
  { to: '/tasks/completed', name: 'Completed' },
  { to: '/tasks/deleted', name: 'Deleted' },
]
