import { clearAlarm } from '@ichrisbirch/db/alarms'
import type { Database } from '@ichrisbirch/db/database'
import { inTransaction } from '@ichrisbirch/db/queue'
import { type BegunRun, handBackRun, settleRun } from '@ichrisbirch/db/runs'
import { notifySchedulers } from '@ichrisbirch/db/schedules'
import type { Job } from '../job.ts'
import { RUNS } from './queue.ts'
import { openRunLog, type RunLog } from './run-log.ts'
import type { WorkOptions } from './work.ts'

const MAX_REASON = 1000
/** A database that is restarted is back within seconds; after this the lease runs out anyway. */
const RECORD_TRIES = 8

/** The run is another scheduler's by now: this attempt counts for nothing. */
export class LostRun extends Error {
  constructor() {
    super('the run was given to another scheduler')
    this.name = 'LostRun'
  }
}

/** The scheduler stops: whoever comes next does the run. */
export class Stopping extends Error {
  constructor() {
    super('the scheduler stops')
    this.name = 'Stopping'
  }
}

/** A run in hand. */
export interface Attempt {
  run: BegunRun
  /** The queue's own fence is its count of retries. */
  queued: { id: string; retryCount: number }
  stopping: AbortController
  /** Resolves when it is over, whatever became of it. */
  done: Promise<void>
}

/** Begins the work of a run. How it ends is recorded with its last lines and in the queue, in one transaction. */
export function startAttempt<Config>(options: WorkOptions<Config>, run: BegunRun, queued: Attempt['queued']): Attempt {
  const stopping = new AbortController()
  const lines = openRunLog(options.db, run, options.log)
  const attempt = { run, queued, stopping }
  const done = work(options, attempt, lines)
    .catch((error: unknown) => options.log.error({ err: error, run: run.id }, 'could not record how a run ended'))
    .finally(() => lines.close())
  return { ...attempt, done }
}

type Started = Omit<Attempt, 'done'>

async function work<Config>(options: WorkOptions<Config>, attempt: Started, lines: RunLog): Promise<void> {
  const { run, stopping } = attempt
  let isRecorded = false
  const succeed = async (last: (tx: Database) => Promise<void>) => {
    await options.db.transaction((tx) => recordSuccess(options, tx, attempt, lines, last))
    isRecorded = true
  }
  try {
    await jobOf(options.jobs, run).run({
      db: options.db,
      config: options.config,
      slot: new Date(run.scheduledFor),
      now: () => new Date(),
      signal: stopping.signal,
      log: lines.log,
      finish: succeed,
    })
  } catch (error) {
    await recordEnd(options, attempt, lines, error)
    return
  }
  if (!isRecorded) await record(() => succeed(async () => {})).catch((error) => ignoreLost(options, run, error))
}

function jobOf<Config>(jobs: ReadonlyMap<string, Job<Config>>, run: BegunRun): Job<Config> {
  const job = jobs.get(run.job)
  if (!job) throw new Error(`this version has no job ${run.job}`)
  return job
}

async function recordSuccess<Config>(
  { queue }: WorkOptions<Config>,
  tx: Database,
  { run, queued }: Started,
  lines: RunLog,
  last: (tx: Database) => Promise<void>,
): Promise<void> {
  await last(tx)
  await lines.flush(tx)
  if (!(await settleRun(tx, run, { state: 'succeeded' }))) throw new LostRun()
  await clearAlarm(tx, 'run_dead', run.schedule, new Date())
  await queue.complete(RUNS, queued, undefined, inTransaction(tx))
}

/** An attempt that did not succeed: lost, handed back because the scheduler stops, or failed. */
async function recordEnd<Config>(options: WorkOptions<Config>, attempt: Started, lines: RunLog, error: unknown) {
  const { run, stopping } = attempt
  if (error instanceof LostRun || stopping.signal.reason instanceof LostRun)
    return ignoreLost(options, run, new LostRun())
  if (stopping.signal.reason instanceof Stopping) return handBack(options, attempt, lines)
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON) || 'no reason given'
  lines.log.error({ err: error }, 'the run failed')
  await record(() =>
    options.db.transaction(async (tx) => {
      await lines.flush(tx)
      if (!(await settleRun(tx, run, { state: 'failed', reason }))) throw new LostRun()
      await options.queue.fail(RUNS, attempt.queued, { message: reason }, inTransaction(tx))
    }),
  ).catch((lost) => ignoreLost(options, run, lost))
}

/** Puts the run back at once, so that nobody waits for the lease to run out. Its work can write nothing more. */
export async function handBack<Config>(
  { db, queue, log }: Pick<WorkOptions<Config>, 'db' | 'queue' | 'log'>,
  { run, queued }: Started,
  lines?: RunLog,
): Promise<void> {
  await db.transaction(async (tx) => {
    lines?.log.info('handed back: the scheduler stops')
    await lines?.flush(tx)
    if (!(await handBackRun(tx, run))) return
    await queue.deleteJob(RUNS, queued, inTransaction(tx))
    await notifySchedulers(tx, 'plan')
    log.info({ run: run.id, schedule: run.schedule }, 'run handed back')
  })
}

/** Tries again while the database is away: the work is done, and only its record is missing. */
async function record(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (error instanceof LostRun || attempt === RECORD_TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** (attempt - 1)))
    }
  }
}

function ignoreLost<Config>({ log }: WorkOptions<Config>, run: BegunRun, error: unknown): void {
  if (!(error instanceof LostRun)) throw error
  log.warn(
    { run: run.id, schedule: run.schedule, attempt: run.attempt },
    'the run was lost; nothing of it was recorded',
  )
}
