import '@ichrisbirch/db/drizzle-resolution'
import { createLogger } from '@ichrisbirch/runtime/log'
import { runWorkers } from '@ichrisbirch/runtime/workers'
import { readApiConfig } from './config.ts'

const config = readApiConfig()
const log = createLogger({ service: 'api', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runWorkers(log, config.API_WORKERS, async () => {
  // Loaded by the workers only: the process that watches over them stays 60 MB smaller. And here, after drizzle-resolution.
  const { startApi } = await import('./start.ts')
  return startApi(config, log)
})
