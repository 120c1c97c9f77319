import { z } from 'zod'
import { type DayRules, instantOf } from './days.ts'
import { endpoint } from './endpoint.ts'
import { faultOfRule, nextDays } from './recurrence.ts'
import { Task } from './tasks.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery } from './wire.ts'

/** A due autotask becomes a task this many minutes after the start of the owner's day: 01:15 when it starts at 0. */
export const RUN_MINUTES_INTO_DAY = 75

export const Rule = z
  .string()
  .max(300)
  .transform((rule) => rule.replace(/^RRULE:/i, '').toUpperCase())
  .superRefine((rule, context) => {
    const fault = faultOfRule(rule)
    if (fault) context.addIssue({ code: 'custom', message: fault })
  })
  .describe('RFC 5545 recurrence rule, for example FREQ=WEEKLY;BYDAY=FR')

/** From the due day: whatever is open, the rule goes on. From completion: the next is counted from when the last was done. */
export const RepeatFrom = z.enum(['due', 'completion'])
export type RepeatFrom = z.infer<typeof RepeatFrom>

export const Autotask = z
  .object({
    id: Id,
    name: z.string(),
    notes: z.string().nullable().describe('Markdown'),
    category: z.string().nullable(),
    rule: z.string().describe('RFC 5545 recurrence rule'),
    ruleInWords: z.string(),
    startDay: z.string(),
    repeatFrom: RepeatFrom,
    maxOpen: z.int().describe('no new copy while this many are open'),
    paused: z.boolean(),
    nextDay: z.string().nullable().describe('the next due day; null when it has ended or waits for a completion'),
    runs: z.int().describe('how many tasks it has made'),
    lastRunAt: Instant.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Autotask' })
export type Autotask = z.infer<typeof Autotask>

const fields = {
  name: line(500),
  notes: markdown(100_000).nullable().optional(),
  category: line(60).nullable().optional(),
  rule: Rule,
  startDay: Day.optional().describe("today in the owner's zone when absent"),
  repeatFrom: RepeatFrom.default('due'),
  maxOpen: z.int().min(1).max(100).default(1),
}

export const NewAutotask = z
  .strictObject({ ...fields, id: Id.optional() })
  .meta({ examples: [{ name: 'Water the plants', rule: 'FREQ=WEEKLY;BYDAY=FR' }] })
export type NewAutotask = z.output<typeof NewAutotask>

export const AutotaskChange = z
  .strictObject({
    name: fields.name.optional(),
    notes: fields.notes,
    category: fields.category,
    rule: Rule.optional(),
    startDay: Day.optional(),
    repeatFrom: RepeatFrom.optional(),
    maxOpen: z.int().min(1).max(100).optional(),
    paused: z.boolean().optional(),
  })
  .meta({ examples: [{ name: 'Water the flowers' }] })
export type AutotaskChange = z.output<typeof AutotaskChange>

/** Why a due autotask made no task. */
export const SKIP_REASONS = ['enough_open'] as const

export const AutotaskRun = z
  .object({
    id: Id,
    day: z.string().describe('the due day that it was for'),
    cause: z.enum(['schedule', 'person']),
    outcome: z.enum(['created', 'skipped']),
    reason: z.enum(SKIP_REASONS).nullable(),
    taskId: z.string().nullable(),
    ranAt: Instant,
  })
  .meta({ id: 'AutotaskRun' })
export type AutotaskRun = z.infer<typeof AutotaskRun>

/** When the next run is: a due day, and the instant at which it becomes a task. Both null when there is none. */
export interface Slot {
  nextDay: string | null
  nextRunAt: string | null
}

export const NO_SLOT: Slot = { nextDay: null, nextRunAt: null }

/** The first due day of a rule later than `after`, and its instant in the owner's zone. */
export function slotAfter(autotask: { rule: string; startDay: string }, after: string, rules: DayRules): Slot {
  const [nextDay] = nextDays(autotask.rule, autotask.startDay, after, 1)
  return nextDay === undefined ? NO_SLOT : slotOn(nextDay, rules)
}

export function slotOn(day: string, rules: DayRules): Slot {
  return { nextDay: day, nextRunAt: instantOf(day, RUN_MINUTES_INTO_DAY, rules).toISOString() }
}

/**
 * The slot that follows a completion: the rule is counted from the day on which the last copy was done.
 * COUNT then limits how many copies are made in all.
 */
export function slotAfterCompletion(autotask: { rule: string; runs: number }, doneOn: string, rules: DayRules): Slot {
  const count = /(?:^|;)COUNT=(\d+)/.exec(autotask.rule)?.[1]
  if (count !== undefined && autotask.runs >= Number(count)) return NO_SLOT
  const rule = autotask.rule.replace(/(^|;)COUNT=\d+/, '')
  return slotAfter({ rule, startDay: doneOn }, doneOn, rules)
}

const autotaskParams = z.strictObject({ id: Id })

export const autotasks = {
  listAutotasks: endpoint({
    method: 'GET',
    path: '/autotasks/',
    summary: 'List autotasks, by next due day',
    status: 200,
    query: z.strictObject({ status: z.enum(['current', 'deleted']).default('current'), ...pageQuery }),
    answer: page(Autotask),
    tool: 'read',
  }),
  previewAutotask: endpoint({
    method: 'POST',
    path: '/autotasks/preview/',
    summary: 'The next five due days of a rule, before it is saved',
    status: 200,
    body: z.strictObject({ rule: Rule, startDay: Day.optional() }).meta({ examples: [{ rule: 'FREQ=DAILY' }] }),
    answer: z.object({ ruleInWords: z.string(), days: z.array(z.string()) }),
  }),
  getAutotask: endpoint({
    method: 'GET',
    path: '/autotasks/:id/',
    summary: 'One autotask',
    status: 200,
    params: autotaskParams,
    answer: Autotask,
  }),
  createAutotask: endpoint({
    method: 'POST',
    path: '/autotasks/',
    summary: 'Add an autotask',
    status: 201,
    body: NewAutotask,
    answer: Autotask,
    tool: 'write',
  }),
  changeAutotask: endpoint({
    method: 'PATCH',
    path: '/autotasks/:id/',
    summary: 'Change, pause or resume an autotask; days missed while paused are not made up',
    status: 200,
    params: autotaskParams,
    body: AutotaskChange,
    answer: Autotask,
  }),
  runAutotask: endpoint({
    method: 'POST',
    path: '/autotasks/:id/run/',
    summary: 'Make a task from it now, whatever is due or open',
    status: 201,
    params: autotaskParams,
    answer: Task,
  }),
  listAutotaskRuns: endpoint({
    method: 'GET',
    path: '/autotasks/:id/runs/',
    summary: 'What each run did, and why it did nothing, newest first',
    status: 200,
    params: autotaskParams,
    query: z.strictObject(pageQuery),
    answer: page(AutotaskRun),
  }),
  deleteAutotask: endpoint({
    method: 'DELETE',
    path: '/autotasks/:id/',
    summary: 'Delete an autotask; its tasks stay, and it can be restored for 30 days',
    status: 204,
    params: autotaskParams,
  }),
  restoreAutotask: endpoint({
    method: 'POST',
    path: '/autotasks/:id/restore/',
    summary: 'Restore a deleted autotask; days missed meanwhile are not made up',
    status: 200,
    params: autotaskParams,
    answer: Autotask,
  }),
}
