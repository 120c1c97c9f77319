import type { MissedPolicy, RUN_CAUSES } from '@ichrisbirch/contract/schedules'
import { type SlotRule, slotsAfter } from '@ichrisbirch/contract/slots'

/** A slot that is planned later than this was missed: a scheduler that is up plans within milliseconds. */
export const MISSED_AFTER_MS = 60_000

/** What is decided about one slot. */
interface Decision {
  slot: Date
  cause: (typeof RUN_CAUSES)[number]
  /** Why it is not run; undefined when it is. */
  skipped?: string
}

export interface DueSlots {
  decisions: Decision[]
  /** The first slot that is not decided; undefined when the rule has ended. It may be due: then there is more to decide. */
  next: Date | undefined
}

/**
 * Decides about the slots that have come, from `first`, which is one, up to `now`. Of missed ones the policy says what
 * becomes of them; with `once` it is the newest slot that runs, so that nothing runs beside it.
 * @param limit how many at most: after a month of absence there are more than one transaction should write.
 */
export function dueSlots(rule: SlotRule & { missed: MissedPolicy }, first: Date, now: Date, limit: number): DueSlots {
  const slots: Date[] = []
  const later = slotsAfter(rule, first)
  let next: Date | undefined = first
  while (next && next <= now && slots.length < limit) {
    slots.push(next)
    next = later.next().value
  }
  const isNewest = (slot: Date) => slot === slots.at(-1) && (next === undefined || next > now)
  const isMissed = (slot: Date) => now.getTime() - slot.getTime() > MISSED_AFTER_MS
  const anyMissed = slots.some(isMissed)
  const decisions = slots.map((slot): Decision => {
    const cause = isMissed(slot) ? 'missed' : 'schedule'
    if (rule.missed === 'skip' && isMissed(slot)) return { slot, cause, skipped: 'missed while no scheduler ran' }
    if (rule.missed === 'once' && anyMissed && !isNewest(slot)) {
      return { slot, cause, skipped: 'missed while no scheduler ran; a later slot makes up for it' }
    }
    return { slot, cause }
  })
  return { decisions, next }
}
