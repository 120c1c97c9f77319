import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, page, pageQuery, TimeZone } from './wire.ts'

/**
 * What becomes of slots that came while no scheduler ran: none is run; one, the newest, is; or each is, in order.
 * Slots that came while a schedule was paused are never made up.
 */
export const MISSED_POLICIES = ['skip', 'once', 'all'] as const
export type MissedPolicy = (typeof MISSED_POLICIES)[number]

/** `failed` is tried again; `dead` is not, and wants a person. */
export const RUN_STATES = ['waiting', 'running', 'succeeded', 'failed', 'dead', 'skipped'] as const
export type RunState = (typeof RUN_STATES)[number]

/** `missed` was made up later; `person` was asked for. */
export const RUN_CAUSES = ['schedule', 'missed', 'person'] as const

export const LINE_LEVELS = ['debug', 'info', 'warn', 'error'] as const

export const Run = z
  .object({
    id: Id,
    scheduledFor: Instant.describe('the slot: the time that it is for'),
    state: z.enum(RUN_STATES),
    latenessMs: z.int().nullable().describe('from when it was due until it was first begun'),
    reason: z.string().nullable().describe('why it was skipped or failed'),
    cause: z.enum(RUN_CAUSES),
    attempt: z.int().describe('how many times it was begun'),
    startedAt: Instant.nullable().describe('when it was first begun'),
    finishedAt: Instant.nullable(),
    schedule: z.string().describe('name of the schedule'),
  })
  .meta({ id: 'Run' })
export type Run = z.infer<typeof Run>

export const RunDetail = Run.extend({
  lines: z.array(z.object({ at: Instant, level: z.enum(LINE_LEVELS), message: z.string() })),
}).meta({ id: 'RunDetail' })
export type RunDetail = z.infer<typeof RunDetail>

// In this order the terminal shows it: what a person looks for comes first.
export const Schedule = z
  .object({
    name: z.string(),
    title: z.string().describe('what it does'),
    nextAt: Instant.nullable().describe('its next slot; null while it is paused and when its rule has ended'),
    lastRun: Run.nullable(),
    isPaused: z.boolean(),
    ruleInWords: z.string(),
    rule: z.string().describe('cron or RFC 5545 recurrence rule'),
    timeZone: z.string().describe('IANA time zone in which the rule is read'),
    missed: z.enum(MISSED_POLICIES),
    expectWithin: z.int().describe('seconds after a slot within which it must have succeeded'),
    isChanged: z.boolean().describe('a person changed its rule, zone or policy'),
    recent: z.array(z.enum(RUN_STATES)).describe('states of its last 30 runs, oldest first'),
  })
  .meta({ id: 'Schedule' })
export type Schedule = z.infer<typeof Schedule>

const orAsBefore = 'null: as the code says'

export const ScheduleChange = z
  .strictObject({
    rule: line(300)
      .nullable()
      .optional()
      .describe(`cron ("30 2 * * *") or RFC 5545 rule ("FREQ=DAILY;BYHOUR=2"); ${orAsBefore}`),
    timeZone: TimeZone.nullable().optional().describe(`IANA time zone such as Europe/Berlin; ${orAsBefore}`),
    missed: z.enum(MISSED_POLICIES).nullable().optional().describe(`what becomes of missed slots; ${orAsBefore}`),
  })
  .meta({ examples: [{ rule: '5 4 * * *' }] })
export type ScheduleChange = z.output<typeof ScheduleChange>

const scheduleParams = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be the name of a schedule'),
})

export const schedules = {
  listSchedules: endpoint({
    method: 'GET',
    path: '/schedules/',
    summary: 'List what the house does by itself, with next and last run',
    status: 200,
    answer: z.object({ items: z.array(Schedule) }),
    who: 'admin',
  }),
  getSchedule: endpoint({
    method: 'GET',
    path: '/schedules/:name/',
    summary: 'One schedule',
    status: 200,
    params: scheduleParams,
    answer: Schedule,
    who: 'admin',
  }),
  changeSchedule: endpoint({
    method: 'PATCH',
    path: '/schedules/:name/',
    summary: 'Change when a schedule runs; null takes back what a person changed',
    status: 200,
    params: scheduleParams,
    body: ScheduleChange,
    answer: Schedule,
    who: 'admin',
  }),
  pauseSchedule: endpoint({
    method: 'POST',
    path: '/schedules/:name/pause/',
    summary: 'Pause a schedule; a run in hand ends',
    status: 200,
    params: scheduleParams,
    answer: Schedule,
    who: 'admin',
  }),
  resumeSchedule: endpoint({
    method: 'POST',
    path: '/schedules/:name/resume/',
    summary: 'Resume a paused schedule; slots missed meanwhile are not made up',
    status: 200,
    params: scheduleParams,
    answer: Schedule,
    who: 'admin',
  }),
  runSchedule: endpoint({
    method: 'POST',
    path: '/schedules/:name/run/',
    summary: 'Run a schedule now, paused or not',
    status: 201,
    params: scheduleParams,
    body: z
      .strictObject({
        id: Id.optional(),
        scheduledFor: z.iso.datetime().optional().describe('run it as if it were this time; absent: now'),
      })
      .meta({ examples: [{ scheduledFor: '2026-11-23T00:00:00Z' }] }),
    answer: Run,
    who: 'admin',
  }),
  listScheduleRuns: endpoint({
    method: 'GET',
    path: '/schedules/:name/runs/',
    summary: 'The runs of a schedule, newest first',
    status: 200,
    params: scheduleParams,
    query: z.strictObject(pageQuery),
    answer: page(Run),
    who: 'admin',
  }),
  getRun: endpoint({
    method: 'GET',
    path: '/runs/:id/',
    summary: 'One run, with its log',
    status: 200,
    params: z.strictObject({ id: Id }),
    answer: RunDetail,
    who: 'admin',
  }),
}
