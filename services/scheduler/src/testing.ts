import type { Database, OpenDatabase } from '@ichrisbirch/db/database'
import { createLogger } from '@ichrisbirch/runtime/log'
import type { SchedulerConfig } from './config.ts'
import type { JobRun } from './job.ts'

const CONFIG: SchedulerConfig = {
  NODE_ENV: 'production',
  ENVIRONMENT: 'testing',
  HOST: '127.0.0.1',
  PORT: 0,
  LOG_LEVEL: 'silent',
  DATABASE_URL: 'postgres://unused',
  DATABASE_PASSWORD: 'unused',
}

/** A run of a job at a moment of the test's choice. */
export function runAt(db: OpenDatabase['db'], at: string, config: Partial<SchedulerConfig> = {}): JobRun {
  const run = {
    db,
    config: { ...CONFIG, ...config },
    slot: new Date(at),
    now: () => new Date(at),
    signal: new AbortController().signal,
    log: createLogger({ service: 'scheduler', level: 'silent', readable: false }),
    finish: (work: (tx: Database) => Promise<void>) => db.transaction(work),
  }
  return run
}
