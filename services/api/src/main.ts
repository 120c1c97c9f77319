import { openDatabase } from '@ichrisbirch/db/database'
import { createHealth } from '@ichrisbirch/runtime/health'
import { createLogger } from '@ichrisbirch/runtime/log'
import { runWorkers } from '@ichrisbirch/runtime/workers'
import { buildApp } from './app.ts'
import { readApiConfig } from './config.ts'
import { openRedis } from './redis.ts'

const config = readApiConfig()
const log = createLogger({ service: 'api', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runWorkers(log, config.API_WORKERS, async () => {
  const database = openDatabase({
    url: config.DATABASE_URL,
    password: config.DATABASE_PASSWORD,
    name: 'api',
    onError: (error) => log.warn({ err: error }, 'database'),
  })
  const redis = config.REDIS_URL
    ? await openRedis({ url: config.REDIS_URL, password: config.REDIS_PASSWORD, log })
    : undefined
  const health = createHealth({ database: database.ping, ...(redis && { redis: redis.ping }) })
  const app = await buildApp({ config, db: database.db, redis, health, log })
  await app.listen({ host: config.HOST, port: config.PORT })
  return async () => {
    health.stopping()
    await app.close()
    await redis?.close()
    await database.close()
  }
})
