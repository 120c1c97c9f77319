import type { OpenDatabase } from '@ichrisbirch/db/database'
import { listen } from '@ichrisbirch/db/listen'
import { forgetQueue } from '@ichrisbirch/db/runs'
import { SCHEDULES_CHANNEL } from '@ichrisbirch/db/schedules'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { Job } from '../job.ts'
import { startPlanner } from './planner.ts'
import { ensureQueues, openQueue } from './queue.ts'
import { reconcileSchedules } from './reconcile.ts'
import { startWorkers } from './work.ts'

export interface EngineOptions<Config> {
  database: Pick<OpenDatabase, 'db'>
  /** For the connection that listens. */
  url: string
  password: string
  jobs: readonly Job<Config>[]
  config: Config
  log: Logger
  /** Runs at the same time in this process. */
  concurrency: number
  /** Seconds before the first retry; later ones wait longer. */
  retryDelay: number
}

export interface Engine {
  /** Rejects with why the engine does not do its work. */
  check: () => Promise<void>
  stop: () => Promise<void>
}

/** Open runs that the queue has lost are looked for at start, and this often. */
const FORGOTTEN_MS = 60_000

/** Runs jobs when they are due: plans their slots, and does the runs that the queue hands out. */
export async function startEngine<Config>(options: EngineOptions<Config>): Promise<Engine> {
  const { database, log, jobs } = options
  const { db } = database
  const queue = await openQueue(db, log, options.retryDelay)
  const takeUp = async () => {
    await reconcileSchedules(db, jobs)
    await findForgotten(db, log)
  }
  await takeUp()
  const planner = startPlanner({ db, queue, log })
  const workers = startWorkers({ ...options, db, queue, jobs: new Map(jobs.map((job) => [job.name, job])) })
  let wasAway = false
  const onListening = () => {
    // Whenever the database was away: a restore may have put another in its place.
    const recovered = wasAway ? ensureQueues(queue, options.retryDelay).then(takeUp) : Promise.resolve()
    recovered
      .catch((error: unknown) => log.error({ err: error }, 'could not recover'))
      .finally(() => {
        planner.wake()
        workers.wake()
      })
  }
  const listener = listen({
    ...options,
    name: 'scheduler listens',
    channel: SCHEDULES_CHANNEL,
    onNotify: (what) => (what === 'work' ? workers : planner).wake(),
    onListening,
    onError: (error) => {
      wasAway = true
      log.warn({ err: error }, 'could not listen; slots of this scheduler are still on time')
    },
  })
  const forgotten = setInterval(() => {
    findForgotten(db, log).then(planner.wake, (error: unknown) => log.warn({ err: error }, 'forgotten runs'))
  }, FORGOTTEN_MS)

  return {
    check: async () => {
      await planner.check()
      await workers.check()
    },
    async stop() {
      clearInterval(forgotten)
      await planner.stop()
      await workers.stop()
      await listener.close()
      await queue.stop({ graceful: false })
    },
  }
}

async function findForgotten(db: OpenDatabase['db'], log: Logger): Promise<void> {
  const forgotten = await forgetQueue(db)
  if (forgotten > 0) log.warn({ forgotten }, 'open runs that the queue had lost are queued again')
}
