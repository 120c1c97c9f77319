import type { OpenDatabase } from '@ichrisbirch/db/database'
import { untilNextSlot } from '@ichrisbirch/db/runs'
import type { Logger } from '@ichrisbirch/runtime/log'
import { planDue } from './plan.ts'
import type { Queue } from './queue.ts'
import { createWake } from './wake.ts'

/** Without a slot or a notice: a notice may be lost, and a clock may be set. */
const MAX_PAUSE_MS = 10_000
/** A due schedule that nobody can claim is being planned by another scheduler, which may be killed in it. */
const BUSY_PAUSE_MS = 50
const FAILED_PAUSE_MS = 250
/** Longer than any pause and transaction. */
const HANGS_AFTER_MS = 60_000

export interface Planner {
  /** Something changed: it looks at once. */
  wake: () => void
  /** Rejects with why it does not plan. */
  check: () => Promise<void>
  stop: () => Promise<void>
}

/** Plans each slot when it comes: sleeps until the next one, by the database's clock. */
export function startPlanner(options: { db: OpenDatabase['db']; queue: Queue; log: Logger }): Planner {
  const { db, queue, log } = options
  const wake = createWake()
  const stopping = new AbortController()
  let lastRound = Date.now()
  let lastError: unknown

  const round = async (): Promise<number> => {
    const { queued, isMore } = await planDue(db, queue)
    if (queued > 0) log.debug({ queued }, 'planned')
    if (isMore) return 0
    const ms = await untilNextSlot(db)
    if (ms === undefined) return MAX_PAUSE_MS
    return Math.min(Math.max(ms, ms > 0 ? 1 : BUSY_PAUSE_MS), MAX_PAUSE_MS)
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      let pause = FAILED_PAUSE_MS
      try {
        pause = await round()
        lastRound = Date.now()
        lastError = undefined
      } catch (error) {
        if (lastError === undefined) log.error({ err: error }, 'could not plan; trying again')
        lastError = error
      }
      if (pause > 0 && !stopping.signal.aborted) await wake.wait(pause)
    }
  })()

  return {
    wake: wake.wake,
    async check() {
      if (lastError instanceof Error) throw lastError
      if (Date.now() - lastRound > HANGS_AFTER_MS) throw new Error('the planner hangs')
    },
    stop() {
      stopping.abort()
      wake.wake()
      return running
    },
  }
}
