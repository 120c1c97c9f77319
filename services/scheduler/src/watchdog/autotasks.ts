import { slotAfter, slotAfterCompletion } from '@ichrisbirch/contract/autotasks'
import { addDays, dayAt } from '@ichrisbirch/contract/days'
import type { AlarmCause } from '@ichrisbirch/db/alarms'
import type { Database } from '@ichrisbirch/db/database'
import { listOverdueAutotasks, listUnplannedAutotasks } from '@ichrisbirch/db/watchdog'

/** A due autotask becomes a task within a quarter of an hour; after this long something is wrong. */
const GRACE_MS = 60 * 60 * 1000

/**
 * Autotasks that should have made a task and left no word why not. The alarm is the admin's, the autotask may be
 * somebody else's: it is told by whose it is, never by its name.
 */
export async function faultsOfAutotasks(db: Database, now: Date): Promise<AlarmCause[]> {
  const overdue = await listOverdueAutotasks(db, new Date(now.getTime() - GRACE_MS))
  const forgotten = (await listUnplannedAutotasks(db)).filter((autotask) => isForgotten(autotask, now))
  return [
    ...overdue.map(({ id, ownerName, nextDay }) =>
      silent(id, `An autotask of ${ownerName} was due on ${nextDay} and made nothing.`),
    ),
    ...forgotten.map(({ id, ownerName }) =>
      silent(id, `An autotask of ${ownerName} goes on by its rule, and no next day is planned for it.`),
    ),
  ]
}

type Unplanned = Awaited<ReturnType<typeof listUnplannedAutotasks>>[number]

/** Neither ended nor waiting for a copy to be done. */
function isForgotten(autotask: Unplanned, now: Date): boolean {
  const today = dayAt(now, autotask)
  if (autotask.repeatFrom === 'due') return slotAfter(autotask, addDays(today, -1), autotask).nextDay !== null
  return !autotask.hasOpenCopy && slotAfterCompletion(autotask, today, autotask).nextDay !== null
}

const silent = (subject: string, message: string): AlarmCause => ({ kind: 'autotask_silent', subject, message })
