import { openDatabase } from '@ichrisbirch/db/database'
import { createHealth } from '@ichrisbirch/runtime/health'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { readSchedulerConfig } from './config.ts'
import { listenForHealth } from './health-server.ts'
import { runDueAutotasks } from './jobs/autotasks.ts'
import { startLoop } from './loop.ts'

const config = readSchedulerConfig()
const log = createLogger({ service: 'scheduler', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

/** Looking costs one index lookup; a due task appears within this time. */
const PAUSE_MS = 2000

await runService(log, async () => {
  const database = openDatabase({
    url: config.DATABASE_URL,
    password: config.DATABASE_PASSWORD,
    name: 'scheduler',
    connections: 2,
    onError: (error) => log.warn({ err: error }, 'database'),
  })
  const loop = startLoop(log, PAUSE_MS, (stop) => runDueAutotasks(database.db, log, stop))
  const health = createHealth({ database: database.ping, autotasks: loop.check })
  const server = await listenForHealth(health, config.HOST, config.PORT)
  log.info('looking for due autotasks')
  return async () => {
    health.stopping()
    await loop.stop()
    await server.close()
    await database.close()
  }
})
