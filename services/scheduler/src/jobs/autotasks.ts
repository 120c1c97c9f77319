import { NO_SLOT, type Slot, slotAfter } from '@ichrisbirch/contract/autotasks'
import { changeAutotask, claimDueAutotask, createCopy, type DueAutotask, recordSkip } from '@ichrisbirch/db/autotasks'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { Job } from '../job.ts'

export const autotasks: Job = {
  name: 'autotasks',
  title: 'Make tasks of due autotasks',
  // Every zone's days begin at a full quarter of an hour of UTC.
  rule: '*/15 * * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 5 * 60,
  retries: 5,
  run: async ({ db, log, signal }) => {
    const ran = await runDueAutotasks(db, log, signal)
    signal.throwIfAborted()
    if (ran > 0) log.info({ ran }, 'due autotasks were run')
  },
}

/**
 * Turns every due autotask into a task: one transaction a slot, in which the autotask is locked, so that any number of
 * schedulers, killed at any moment, make exactly one task of each slot. Slots missed while none ran are made up in order.
 * @returns how many slots were run.
 */
export async function runDueAutotasks(db: OpenDatabase['db'], log: Logger, stop: AbortSignal): Promise<number> {
  let ran = 0
  while (!stop.aborted && (await runNext(db, log))) ran++
  return ran
}

async function runNext(db: OpenDatabase['db'], log: Logger): Promise<boolean> {
  return db.transaction(async (tx) => {
    const due = await claimDueAutotask(tx)
    if (!due) return false
    const { autotask, owner, openCopies, alreadyRan } = due
    const run = { autotask: autotask.id, day: autotask.nextDay }
    if (alreadyRan) {
      await changeAutotask(tx, owner.id, autotask.id, nextSlot(due))
      log.info(run, 'autotask had its run of this day')
    } else if (openCopies >= autotask.maxOpen) {
      await recordSkip(tx, owner.id, autotask, 'enough_open', nextSlot(due))
      log.info({ ...run, openCopies }, 'autotask skipped: enough open copies')
    } else {
      const slot = autotask.repeatFrom === 'completion' ? NO_SLOT : nextSlot(due)
      const task = await createCopy(tx, owner.id, autotask, { day: autotask.nextDay, cause: 'schedule' }, slot)
      log.info({ ...run, task: task.id }, 'autotask made a task')
    }
    return true
  })
}

/** With its copies open, one that repeats from completion waits for them; the others go on by the rule. */
function nextSlot({ autotask, owner, openCopies }: DueAutotask): Slot {
  if (autotask.repeatFrom === 'completion' && openCopies > 0) return NO_SLOT
  return slotAfter(autotask, autotask.nextDay, owner)
}
