import { openDatabase } from '@ichrisbirch/db/database'
import { createHealth } from '@ichrisbirch/runtime/health'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { readSchedulerConfig } from './config.ts'
import { startEngine } from './engine/engine.ts'
import { listenForHealth } from './health-server.ts'
import { jobs } from './jobs.ts'

const config = readSchedulerConfig()
const log = createLogger({ service: 'scheduler', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runService(log, async () => {
  const { DATABASE_URL: url, DATABASE_PASSWORD: password } = config
  const onError = (error: Error) => log.warn({ err: error }, 'database')
  const database = openDatabase({ url, password, name: 'scheduler', connections: 8, onError })
  const engine = await startEngine({ database, url, password, jobs, config, log, concurrency: 4, retryDelay: 5 })
  const health = createHealth({ database: database.ping, schedules: engine.check })
  const server = await listenForHealth(health, config.HOST, config.PORT)
  log.info({ jobs: jobs.length }, 'looking for due slots')
  return async () => {
    health.stopping()
    await engine.stop()
    await server.close()
    await database.close()
  }
})
