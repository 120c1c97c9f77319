export const MONEY_VIEWS = [
  { to: '/money-wasted', name: 'Entries' },
  { to: '/money-wasted/sums', name: 'Sums' },
]
