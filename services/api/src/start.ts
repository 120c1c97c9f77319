import { createChanges } from '@ichrisbirch/db/changes'
import { openDatabase } from '@ichrisbirch/db/database'
import { createHealth } from '@ichrisbirch/runtime/health'
import type { Logger } from '@ichrisbirch/runtime/log'
import { buildApp } from './app.ts'
import type { ApiConfig } from './config.ts'
import { openRedis } from './redis.ts'

/** Opens what the API needs and listens. @returns how to stop: health first, then requests in hand, then the rest. */
export async function startApi(config: ApiConfig, log: Logger): Promise<() => Promise<void>> {
  const database = openDatabase({
    url: config.DATABASE_URL,
    password: config.DATABASE_PASSWORD,
    name: 'api',
    onError: (error) => log.warn({ err: error }, 'database'),
  })
  const redis = config.REDIS_URL
    ? await openRedis({ url: config.REDIS_URL, password: config.REDIS_PASSWORD, log })
    : undefined
  const changes = createChanges({
    url: config.DATABASE_URL,
    password: config.DATABASE_PASSWORD,
    name: 'api changes',
    onError: (error) => log.warn({ err: error }, 'changes'),
  })
  const health = createHealth({ database: database.ping, ...(redis && { redis: redis.ping }) })
  const app = await buildApp({ config, db: database.db, redis, changes, health, log })
  await app.listen({ host: config.HOST, port: config.PORT })
  return async () => {
    health.stopping()
    await app.close()
    await redis?.close()
    await changes.close()
    await database.close()
  }
}
