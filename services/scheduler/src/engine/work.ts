import type { OpenDatabase } from '@ichrisbirch/db/database'
import { type BegunRun, beginRuns, heldRuns } from '@ichrisbirch/db/runs'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { Job } from '../job.ts'
import { type Attempt, handBack, LostRun, startAttempt, Stopping } from './attempt.ts'
import { buryDead } from './dead.ts'
import { LEASE_SECONDS, type Queue, RUNS } from './queue.ts'
import { createWake } from './wake.ts'

export interface WorkOptions<Config> {
  db: OpenDatabase['db']
  queue: Queue
  jobs: ReadonlyMap<string, Job<Config>>
  config: Config
  log: Logger
  /** Runs at the same time. */
  concurrency: number
}

/** A retry that became due makes no notice, nor does a run of a schedule whose last one has ended elsewhere. */
const POLL_MS = 1000
const BEAT_MS = (LEASE_SECONDS * 1000) / 4
/** Of the grace time (8 s): for work to end by itself, and then for it to notice that it shall. */
const FINISH_MS = 4000
const NOTICE_MS = 1500

export interface Workers {
  /** There may be runs: it looks at once. */
  wake: () => void
  check: () => Promise<void>
  /** Work in hand ends or is handed back within the grace time. */
  stop: () => Promise<void>
}

/** Does the runs that the queue hands out. */
export function startWorkers<Config>(options: WorkOptions<Config>): Workers {
  const { db, queue, log, concurrency } = options
  const wake = createWake()
  const inHand = new Map<string, Attempt>()
  const stopping = new AbortController()
  let lastError: unknown

  const take = async (): Promise<boolean> => {
    const free = concurrency - inHand.size
    if (free === 0) return false
    const jobs = await queue.fetch(RUNS, { batchSize: free, includeMetadata: true })
    if (jobs.length === 0) return false
    const begun = await beginRuns(
      db,
      jobs.map(({ id }) => id),
    )
    for (const { id, retryCount } of jobs) {
      const run = begun.find((one) => one.id === id)
      if (run) begin(run, { id, retryCount })
      else await queue.complete(RUNS, { id, retryCount })
    }
    return jobs.length === free
  }
  const begin = (run: BegunRun, queued: Attempt['queued']) => {
    const attempt = startAttempt(options, run, queued)
    inHand.set(run.id, attempt)
    attempt.done.then(
      () => {
        if (inHand.get(run.id) === attempt) inHand.delete(run.id)
        wake.wake()
      },
      () => undefined,
    )
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      let isMore = false
      try {
        isMore = await take()
        lastError = undefined
      } catch (error) {
        if (lastError === undefined) log.error({ err: error }, 'could not take runs; trying again')
        lastError = error
      }
      if (!isMore && !stopping.signal.aborted) await wake.wait(POLL_MS)
    }
  })()
  const beat = startBeat(options, inHand)
  const dead = setInterval(() => {
    buryDead(options).catch((error: unknown) => log.warn({ err: error }, 'dead runs'))
  }, POLL_MS)

  return {
    wake: wake.wake,
    async check() {
      if (lastError instanceof Error) throw lastError
    },
    async stop() {
      stopping.abort()
      wake.wake()
      await running
      clearInterval(dead)
      await endWork(options, inHand)
      clearInterval(beat)
    },
  }
}

/** Keeps the leases of the runs in hand, and stops the work of those that were lost. */
function startBeat<Config>({ db, queue, log }: WorkOptions<Config>, inHand: Map<string, Attempt>): NodeJS.Timeout {
  let lastBeat = Date.now()
  const beat = async () => {
    const attempts = [...inHand.values()]
    if (attempts.length > 0) {
      await queue.touch(
        RUNS,
        attempts.map(({ queued }) => queued),
      )
      const held = await heldRuns(
        db,
        attempts.map(({ run }) => run),
      )
      for (const { run, stopping } of attempts) if (!held.has(run.id)) stopping.abort(new LostRun())
    }
    lastBeat = Date.now()
  }
  return setInterval(() => {
    beat().catch((error: unknown) => {
      log.warn({ err: error }, 'could not keep the leases of runs in hand')
      if (Date.now() - lastBeat < LEASE_SECONDS * 1000) return
      for (const { stopping } of inHand.values()) stopping.abort(new LostRun())
    })
  }, BEAT_MS)
}

async function endWork<Config>(options: WorkOptions<Config>, inHand: Map<string, Attempt>): Promise<void> {
  const allDone = () => Promise.all([...inHand.values()].map(({ done }) => done))
  await within(FINISH_MS, allDone())
  for (const { stopping } of inHand.values()) stopping.abort(new Stopping())
  await within(NOTICE_MS, allDone())
  // What does not listen goes on until the process ends, and can record nothing.
  await Promise.all([...inHand.values()].map((attempt) => handBack(options, attempt)))
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
