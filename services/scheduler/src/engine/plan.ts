import type { OpenDatabase } from '@ichrisbirch/db/database'
import { advanceSchedules, claimDueSchedules, type DueSchedule, insertRuns, takeUnqueued } from '@ichrisbirch/db/runs'
import { notifySchedulers } from '@ichrisbirch/db/schedules'
import { enqueue, type Queue } from './queue.ts'
import { dueSlots } from './slots.ts'

/** Schedules, and slots of each, in one transaction. */
const BATCH = 100
const SLOTS = 500

export interface PlanOptions {
  /** Another time than the database's, for simulations. */
  now?: Date
}

/**
 * Claims schedules that are due, writes their slots, puts those that shall run into the queue, and moves the schedules
 * on: one transaction, so that a scheduler killed in it leaves nothing behind, and two never decide about one slot.
 * @returns how many runs were queued, and whether there may be more to plan.
 */
export async function planDue(
  db: OpenDatabase['db'],
  queue: Queue,
  { now }: PlanOptions = {},
): Promise<{ queued: number; isMore: boolean }> {
  return db.transaction(async (tx) => {
    const due = await claimDueSchedules(tx, BATCH, now)
    const plans = due.map(planOne)
    const written = await insertRuns(
      tx,
      plans.flatMap(({ slots }) => slots),
    )
    const retries = new Map(due.map((schedule) => [schedule.name, schedule.retries]))
    const planned = written
      .filter(({ state }) => state === 'waiting')
      .map((run) => ({ ...run, retries: retries.get(run.schedule) ?? 0 }))
    const unqueued = await takeUnqueued(tx, BATCH)
    await enqueue(queue, tx, [...planned, ...unqueued])
    await advanceSchedules(
      tx,
      plans.map(({ advance }) => advance),
    )
    const queued = planned.length + unqueued.length
    if (queued > 0) await notifySchedulers(tx, 'work')
    return { queued, isMore: due.length === BATCH || unqueued.length === BATCH || plans.some(({ isMore }) => isMore) }
  })
}

function planOne(schedule: DueSchedule) {
  const now = new Date(schedule.now)
  const first = new Date(schedule.nextAt)
  const { decisions, next } = dueSlots(schedule, first, now, SLOTS)
  return {
    slots: decisions.map(({ slot, cause, skipped }) => ({
      schedule: schedule.name,
      scheduledFor: slot.toISOString(),
      cause,
      isQueued: skipped === undefined,
      ...(skipped === undefined
        ? { state: 'waiting' as const }
        : { state: 'skipped' as const, reason: skipped, finishedAt: schedule.now }),
    })),
    advance: {
      name: schedule.name,
      nextAt: next?.toISOString() ?? null,
      lastSlot: (decisions.at(-1)?.slot ?? first).toISOString(),
    },
    isMore: next !== undefined && next <= now,
  }
}
