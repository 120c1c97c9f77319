import { slotAfter } from '@ichrisbirch/contract/slots'
import type { AlarmCause } from '@ichrisbirch/db/alarms'
import type { WatchedSchedule } from '@ichrisbirch/db/watchdog'

/** Slots are planned by the database's clock, which may be ahead of this one. */
const CLOCKS_APART_MS = 2 * 60 * 1000

/**
 * What is wrong with a schedule: given up, not ended or not begun within its expected time, or without the next time
 * that its rule gives. An alarm at most: one cause is one alarm.
 */
export function faultOfSchedule(schedule: WatchedSchedule, now: Date): AlarmCause | undefined {
  const { name: subject, title, lastState, lastReason, lastSlot } = schedule
  if (lastState === 'dead') {
    const slot = lastSlot ? ` of ${say(lastSlot, schedule)}` : ''
    return {
      kind: 'run_dead',
      subject,
      message: `“${title}”: its run${slot} was given up: ${lastReason ?? 'no reason was kept'}`,
    }
  }
  const late = latenessOf(schedule, now)
  return late === undefined ? undefined : { kind: 'schedule_late', subject, message: `“${title}”: ${late}` }
}

function latenessOf(schedule: WatchedSchedule, now: Date): string | undefined {
  const { nextAt, openSince, expectWithin } = schedule
  const isOver = (since: string) => now.getTime() - new Date(since).getTime() > expectWithin * 1000
  if (openSince && isOver(openSince)) return `its run of ${say(openSince, schedule)} has not succeeded yet`
  if (nextAt && isOver(nextAt)) return `nothing has begun its run of ${say(nextAt, schedule)}`
  // A schedule without a next time would be silent for ever: the rule is asked again.
  const next = slotAfter(schedule, new Date(now.getTime() + CLOCKS_APART_MS))
  if (next && (nextAt === null || new Date(nextAt) > next)) {
    return `its rule says ${say(next.toISOString(), schedule)}, and it is not planned`
  }
  return undefined
}

const say = (at: string, { timeZone }: WatchedSchedule) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(at))
