import { join } from 'node:path'
import type { InlineConfig } from 'vite'

/** What the development server and the bundling of its packages must have in common, to share the result. */
export const viteOptions: InlineConfig = {
  configFile: join(import.meta.dirname, '../vite.config.ts'),
  // Node reads the file itself: Vite's bundled copy comes and goes, and node --watch would restart for each.
  configLoader: 'native',
  appType: 'custom',
  logLevel: 'warn',
}
