import type { Config } from '@react-router/dev/config'

export default {
  // All routes come with the first page: there are few, and a link never waits for a manifest request.
  routeDiscovery: { mode: 'initial' },
} satisfies Config
