import { join } from 'node:path'
import type { Config } from '@react-router/dev/config'
import { compressFiles } from './src/compress-files.ts'

export default {
  // The command-line tool builds beside what is served, and renames it when it is complete.
  buildDirectory: process.env.BUILD_DIRECTORY ?? 'build',
  // All routes come with the first page: there are few, and a link never waits for a manifest request.
  routeDiscovery: { mode: 'initial' },
  buildEnd: ({ reactRouterConfig }) => compressFiles(join(reactRouterConfig.buildDirectory, 'client/assets')),
} satisfies Config
