import { openDatabase } from '@ichrisbirch/db/database'
import { createHealth } from '@ichrisbirch/runtime/health'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { SchedulerConfig } from './config.ts'
import { startEngine } from './engine/engine.ts'
import { listenForHealth } from './health-server.ts'
import { jobs } from './jobs.ts'

/** Opens what the jobs need, and looks for due slots. @returns how to stop: health first, then runs in hand, then the rest. */
export async function startScheduler(config: SchedulerConfig, log: Logger): Promise<() => Promise<void>> {
  const { DATABASE_URL: url, DATABASE_PASSWORD: password } = config
  const onError = (error: Error) => log.warn({ err: error }, 'database')
  const database = openDatabase({ url, password, name: 'scheduler', via: 'scheduler', connections: 8, onError })
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
}
