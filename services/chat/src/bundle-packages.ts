// Run as a process of its own by page-server.ts, in development: bundling the packages that the page imports takes
// 300 MB, which a process would keep for as long as it lives.
import { optimizeDeps, resolveConfig } from 'vite'
import { viteOptions } from './vite-options.ts'

await optimizeDeps(await resolveConfig(viteOptions, 'serve'))
