import { readConfig } from '@ichrisbirch/runtime/config'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { buildApp } from './app.ts'
import { appConfig } from './config.ts'

const config = readConfig(appConfig)
const log = createLogger({ service: 'app', level: config.LOG_LEVEL, readable: config.NODE_ENV === 'development' })

await runService(log, async () => {
  const app = await buildApp({ config, log })
  await app.listen({ host: config.HOST, port: config.PORT })
  return () => app.close()
})
