import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, page, pageQuery } from './wire.ts'

/**
 * schedule_late: a schedule has not succeeded within its expected time. run_dead: a run was given up after its retries.
 * autotask_silent: a due autotask made nothing, and no reason was recorded. backup_old: the last good backup is too
 * old. backup_bad: a backup cannot be made or restored.
 */
export const ALARM_KINDS = ['schedule_late', 'run_dead', 'autotask_silent', 'backup_old', 'backup_bad'] as const

/** Something that the house should do by itself and does not. */
export const Alarm = z
  .object({
    id: Id,
    kind: z.enum(ALARM_KINDS),
    subject: z.string().describe('what it is about: the name of a schedule, the id of an autotask or a backup'),
    message: z.string(),
    raisedAt: Instant,
    clearedAt: Instant.nullable().describe('when it was well again; null while it lasts'),
    acknowledgedAt: Instant.nullable().describe('when the admin had seen it'),
  })
  .meta({ id: 'Alarm' })
export type Alarm = z.infer<typeof Alarm>

const alarmParams = z.strictObject({ id: Id })

export const alarms = {
  listAlarms: endpoint({
    method: 'GET',
    path: '/alarms/',
    summary: 'List alarms, newest first',
    status: 200,
    query: z.strictObject({ status: z.enum(['open', 'all']).default('open'), ...pageQuery }),
    answer: page(Alarm),
    who: 'admin',
  }),
  acknowledgeAlarm: endpoint({
    method: 'POST',
    path: '/alarms/:id/acknowledge/',
    summary: 'Say that an alarm was seen: it no longer stands above every page; it ends when the cause does',
    status: 200,
    params: alarmParams,
    answer: Alarm,
    who: 'admin',
  }),
  unacknowledgeAlarm: endpoint({
    method: 'POST',
    path: '/alarms/:id/unacknowledge/',
    summary: 'Take that back: it stands above every page again',
    status: 200,
    params: alarmParams,
    answer: Alarm,
    who: 'admin',
  }),
}
