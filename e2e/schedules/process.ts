// A scheduler whose jobs write one row a slot: started three times, and killed, by the scenario of schedules.test.ts.
import { openDatabase } from '@ichrisbirch/db/database'
import { runService } from '@ichrisbirch/runtime/lifecycle'
import { createLogger } from '@ichrisbirch/runtime/log'
import { startEngine } from '../../services/scheduler/src/engine/engine.ts'
import type { Job } from '../../services/scheduler/src/job.ts'
import { ruleOf } from './rules.ts'

const { DATABASE_URL: url = '', DATABASE_PASSWORD: password = '', SCHEDULES, PERIOD } = process.env
const log = createLogger({ service: 'scheduler', level: 'warn', readable: false })

const jobs = Array.from({ length: Number(SCHEDULES) }, (_, index): Job<undefined> => {
  const name = `schedule-${index}`
  return {
    name,
    title: name,
    rule: ruleOf(index, Number(PERIOD)),
    timeZone: 'UTC',
    missed: 'all',
    expectWithin: 60,
    retries: 10,
    run: ({ slot, finish }) =>
      finish(async (tx) => {
        await tx.execute(`insert into effects (schedule, slot) values ('${name}', '${slot.toISOString()}')`)
      }),
  }
})

await runService(log, async () => {
  const database = openDatabase({ url, password, name: 'scheduler', connections: 8, onError: () => undefined })
  const engine = await startEngine({
    database,
    url,
    password,
    jobs,
    config: undefined,
    log,
    concurrency: 8,
    retryDelay: 1,
  })
  console.log('ready')
  return async () => {
    await engine.stop()
    await database.close()
  }
})
