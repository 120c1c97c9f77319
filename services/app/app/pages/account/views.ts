export const ACCOUNT_VIEWS = [
  { to: '/account', name: 'You' },
  { to: '/account/categories', name: 'Categories' },
  { to: '/account/keys', name: 'API keys' },
  { to: '/account/sessions', name: 'Sessions' },
  { to: '/account/data', name: 'Your data' },
  { to: '/account/password', name: 'Password' },
]
