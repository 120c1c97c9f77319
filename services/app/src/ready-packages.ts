// Makes the packages that pages use ready for the browser, in a process of its own: in the server's, the bundler would
// keep the 450 MB that this takes. Vite finds the result in its cache; where that is still good, nothing is done.
import { join } from 'node:path'
import { optimizeDeps, resolveConfig } from 'vite'

const root = join(import.meta.dirname, '..')
const config = { root, configFile: join(root, 'vite.config.ts'), configLoader: 'native', logLevel: 'error' } as const
await optimizeDeps(await resolveConfig(config, 'serve', 'development'))
// React Router's plugin watches files and would stay.
process.exit(0)
