import { type Run, type Schedule, type ScheduleChange, schedules } from '@ichrisbirch/contract/schedules'
import { describeSlotRule, faultOfSlotRule, slotAfter } from '@ichrisbirch/contract/slots'
import type { Database, OpenDatabase } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/schedules'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function schedulesRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, schedules, options, {
    async listSchedules({ db }) {
      return { items: (await rows.listSchedules(db)).map(toSchedule) }
    },

    async getSchedule({ db, params }) {
      return scheduleNamed(db, params.name)
    },

    async changeSchedule({ db, params, body }) {
      const fault = body.rule ? faultOfSlotRule(body.rule) : undefined
      if (fault) throw invalidField('rule', fault)
      return change(db, params.name, (before, now) => changeOf(before, body, now))
    },

    async pauseSchedule({ db, params }) {
      return change(db, params.name, () => ({ isPaused: true }))
    },

    async resumeSchedule({ db, params }) {
      // One that is not paused keeps its slot, which may be due.
      return change(db, params.name, (before, now) =>
        before.isPaused ? { isPaused: false, nextAt: nextSlot(rows.ruleOf(before), now) } : {},
      )
    },

    async runSchedule({ db, params, body }) {
      await scheduleNamed(db, params.name)
      const run = await rows.requestRun(db, { ...body, schedule: params.name })
      return toRun(run ?? (await sameRun(db, params.name, body)))
    },

    async listScheduleRuns({ db, params, query: { limit, after } }) {
      await scheduleNamed(db, params.name)
      const key = readPageKey(after, 'instant')
      const list = await rows.listRuns(db, params.name, { limit: limit + 1, after: key?.id })
      const page = toPage(list, limit, (run) => run.createdAt)
      return { ...page, items: page.items.map(toRun) }
    },

    async getRun({ db, params }) {
      const run = found(await rows.findRun(db, params.id), 'run')
      const lines = await rows.listRunLines(db, run.id)
      return { ...toRun(run), lines: lines.map(({ at, level, message }) => ({ at, level, message })) }
    },
  })
}

async function scheduleNamed(db: Database, name: string): Promise<Schedule> {
  const [schedule] = await rows.listSchedules(db, name)
  return toSchedule(found(schedule, 'schedule'))
}

type Change = Parameters<typeof rows.changeSchedule>[2]

async function change(
  db: OpenDatabase['db'],
  name: string,
  changeOf: (before: rows.ScheduleRow, now: Date) => Change,
): Promise<Schedule> {
  await db.transaction(async (tx) => {
    const { schedule, now } = found(await rows.lockSchedule(tx, name), 'schedule')
    const change = changeOf(schedule, new Date(now))
    if (Object.keys(change).length > 0) await rows.changeSchedule(tx, name, change)
  })
  return scheduleNamed(db, name)
}

/** Another rule begins now: slots of the old one that are not decided are not made up. */
function changeOf(before: rows.ScheduleRow, { rule, timeZone, missed }: ScheduleChange, now: Date): Change {
  const change: Change = {}
  if (rule !== undefined) change.ownRule = rule
  if (timeZone !== undefined) change.ownTimeZone = timeZone
  if (missed !== undefined) change.ownMissed = missed
  const old = rows.ruleOf(before)
  const next = rows.ruleOf({ ...before, ...(change as Partial<rows.ScheduleRow>) })
  if (next.rule !== old.rule || next.timeZone !== old.timeZone) change.nextAt = nextSlot(next, now)
  return change
}

function nextSlot(rule: { rule: string; timeZone: string }, now: Date): string | null {
  return slotAfter(rule, now)?.toISOString() ?? null
}

function toSchedule({ schedule, runs }: rows.ScheduleWithRuns): Schedule {
  const { name, title, ownRule, ownTimeZone, ownMissed, expectWithin, isPaused } = schedule
  const { rule, timeZone } = rows.ruleOf(schedule)
  const last = runs[0]
  return {
    name,
    title,
    rule,
    ruleInWords: describeSlotRule(rule),
    timeZone,
    missed: ownMissed ?? schedule.missed,
    expectWithin,
    isPaused,
    isChanged: ownRule !== null || ownTimeZone !== null || ownMissed !== null,
    nextAt: isPaused ? null : schedule.nextAt,
    lastRun: last ? toRun(last) : null,
    recent: runs.map(({ state }) => state).toReversed(),
  }
}

function toRun(run: rows.RunRow): Run {
  const { id, schedule, scheduledFor, cause, state, attempt, startedAt, finishedAt, reason } = run
  const dueAt = cause === 'person' ? run.createdAt : scheduledFor
  const latenessMs = startedAt === null ? null : Date.parse(startedAt) - Date.parse(dueAt)
  return { id, schedule, scheduledFor, cause, state, attempt, startedAt, finishedAt, latenessMs, reason }
}

/** A repeated request with the same id and content is the same request. */
async function sameRun(
  db: Database,
  schedule: string,
  asked: { id?: string | undefined; scheduledFor?: string | undefined },
): Promise<rows.RunRow> {
  const there = asked.id === undefined ? undefined : await rows.findRun(db, asked.id)
  const isSame =
    there?.schedule === schedule &&
    there.cause === 'person' &&
    (asked.scheduledFor === undefined || Date.parse(there.scheduledFor) === Date.parse(asked.scheduledFor))
  if (!there || !isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
