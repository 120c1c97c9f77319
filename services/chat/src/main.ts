import { answersHealth, createHealth } from '@ichrisbirch/runtime/health'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { buildApp } from './app.ts'
import { readChatConfig } from './config.ts'

const config = readChatConfig()
const log = createLogger({ service: 'chat', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runService(log, async () => {
  const health = createHealth({ api: answersHealth(config.API_URL) })
  const app = await buildApp({ config, health, log })
  await app.listen({ host: config.HOST, port: config.PORT })
  return async () => {
    health.stopping()
    await app.close()
  }
})
