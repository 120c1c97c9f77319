import '@ichrisbirch/db/drizzle-resolution'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { readSchedulerConfig } from './config.ts'

const config = readSchedulerConfig()
const log = createLogger({ service: 'scheduler', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runService(log, async () => {
  // Loaded here: what is imported above would be found before drizzle-resolution has its effect.
  const { startScheduler } = await import('./start.ts')
  return startScheduler(config, log)
})
