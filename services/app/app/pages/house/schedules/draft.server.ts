import { type MissedPolicy, MISSED_POLICIES } from '@ichrisbirch/contract/schedules'
import { describeSlotRule, faultOfSlotRule, slotAfter } from '@ichrisbirch/contract/slots'
import { instantOf, isTimeZone } from '@ichrisbirch/contract/days'

/** When a schedule runs, as its form holds it. */
export interface Draft {
  rule: string
  timeZone: string
  missed: MissedPolicy
}

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const missed = MISSED_POLICIES.find((policy) => policy === text('missed')) ?? 'once'
  return { rule: text('rule'), timeZone: text('timeZone'), missed }
}

export interface Preview {
  inWords: string
  timeZone: string
  /** The next five, as instants. */
  times: string[]
  fault?: string
}

/** The next times of a rule, before it is saved. */
export function previewOf({ rule, timeZone }: Pick<Draft, 'rule' | 'timeZone'>, now: Date): Preview {
  const fault = isTimeZone(timeZone) ? faultOfSlotRule(rule) : 'must be a time zone'
  if (fault) return { inWords: '', timeZone, times: [], fault }
  const times: string[] = []
  for (
    let next = slotAfter({ rule, timeZone }, now);
    next && times.length < 5;
    next = slotAfter({ rule, timeZone }, next)
  ) {
    times.push(next.toISOString())
  }
  return { inWords: describeSlotRule(rule), timeZone, times }
}

/** `2026-12-04T02:30`, as a clock of the schedule's zone shows it. @returns undefined when it is no time. */
export function instantOfClock(text: string, timeZone: string): string | undefined {
  const [, day, hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? []
  if (day === undefined) return undefined
  return instantOf(day, Number(hours) * 60 + Number(minutes), { timeZone, dayStartHour: 0 }).toISOString()
}
