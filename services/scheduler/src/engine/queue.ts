import type { Database, OpenDatabase } from '@ichrisbirch/db/database'
import { inTransaction, QUEUE_SCHEMA } from '@ichrisbirch/db/queue'
import type { Logger } from '@ichrisbirch/runtime/log'
import { PgBoss } from 'pg-boss'

export type Queue = PgBoss

/** Runs that are due. Of one schedule one at a time; the others of it wait. */
export const RUNS = 'runs'
/** Runs that have no attempt left. */
export const DEAD = 'dead'

/** A run whose scheduler gives no sign for this long is given to another. pg-boss allows no less. */
export const LEASE_SECONDS = 10
/** How often somebody looks for such runs. */
const LEASE_CHECK_SECONDS = 2
/** A run that has not ended within this time hangs: pg-boss allows no more. */
const EXPIRE_SECONDS = 23 * 60 * 60
/** The history is in our own table; a small queue is a quick one. */
const DELETE_AFTER_SECONDS = 300

const SETTINGS = { retryBackoff: true, retryDelayMax: 600, expireInSeconds: EXPIRE_SECONDS }

/**
 * Opens the queue on the scheduler's own connections. Its tables are made by `migrate`, as their owner.
 * @throws when they are missing or of another version.
 */
export async function openQueue(db: OpenDatabase['db'], log: Logger, retryDelay: number): Promise<Queue> {
  const queue = new PgBoss({
    ...inTransaction(db),
    schema: QUEUE_SCHEMA,
    migrate: false,
    schedule: false,
    superviseIntervalSeconds: LEASE_CHECK_SECONDS,
    monitorIntervalSeconds: LEASE_CHECK_SECONDS,
    maintenanceIntervalSeconds: DELETE_AFTER_SECONDS,
    // What only the owner of its tables may do.
    reindex: false,
    monitorVacuum: false,
  })
  queue.on('error', (error) => log.warn({ err: error }, 'queue'))
  await queue.start()
  await ensureQueues(queue, retryDelay)
  return queue
}

/** Again after a restore, which puts a database with an empty queue in the place of the old one. */
export async function ensureQueues(queue: Queue, retryDelay: number): Promise<void> {
  await queue.createQueue(DEAD, { ...SETTINGS, retryLimit: 100 })
  const options = {
    ...SETTINGS,
    retryDelay,
    heartbeatSeconds: LEASE_SECONDS,
    deleteAfterSeconds: DELETE_AFTER_SECONDS,
    deadLetter: DEAD,
  }
  await queue.createQueue(RUNS, { ...options, policy: 'singleton' })
  await queue.updateQueue(RUNS, options)
}

export interface DueRun {
  id: string
  schedule: string
  cause: 'schedule' | 'missed' | 'person'
  retries: number
}

/** Puts runs into the queue. A person waits for what they asked for: it comes first. */
export async function enqueue(queue: Queue, db: Database, due: DueRun[]): Promise<void> {
  if (due.length === 0) return
  const jobs = due.map(({ id, schedule, cause, retries }) => ({
    id,
    data: { run: id },
    singletonKey: schedule,
    retryLimit: retries,
    priority: cause === 'person' ? 1 : 0,
  }))
  await queue.insert(RUNS, jobs, inTransaction(db))
}
