import { addDays, dayAt, weekdayOf } from '@ichrisbirch/contract/days'
import {
  type Course,
  type Mark,
  type Pause,
  progressOf,
  recentStateOf,
  strengthsOf,
} from '@ichrisbirch/contract/habit-progress'
import {
  type CheckInChange,
  describeSchedule,
  type Habit,
  habits,
  type NewHabit,
  STREAK_UNITS,
  shareOf,
} from '@ichrisbirch/contract/habits'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/habits'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { categoryNamed } from './categories.ts'

/** 53 weeks, so that a year is whole whatever weekday it ends on. */
const YEAR_DAYS = 371
const TREND_DAYS = 30

export function habitsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, habits, options, {
    async listHabits({ owner, db, query: { status, limit, after } }) {
      const list = await rows.listHabits(db, owner.id, {
        status,
        today: today(owner),
        limit: limit + 1,
        after: readPageKey(after, status === 'deleted' ? 'instant' : 'words'),
      })
      const page = toPage(list, limit, (row) => (status === 'deleted' ? row.deletedAt : row.group))
      return { ...page, items: page.items.map((row) => toHabit(row, today(owner))) }
    },

    async getHabit({ owner, db, params }) {
      return toHabit(found(await rows.findHabit(db, owner.id, params.id, today(owner)), 'habit'), today(owner))
    },

    async createHabit({ owner, db, body }) {
      refuseNoWeekday(body)
      const category = await categoryNamed(db, owner, body.category)
      const habit = { ...body, category, startDay: body.startDay ?? today(owner), id: body.id ?? newId() }
      const progress = progressOf({ ...habit, pauses: [], marks: [] }, today(owner))
      const isMade = await rows.insertHabit(db, owner.id, { ...habit, ...progress })
      const there = await rows.findHabit(db, owner.id, habit.id, today(owner))
      if (!there || !(isMade || isSame(there, habit))) {
        throw new Refusal('id_taken', 'The id belongs to something else.')
      }
      return toHabit(there, today(owner))
    },

    async changeHabit({ owner, db, params, body }) {
      const category = await categoryNamed(db, owner, body.category)
      return change(db, owner, params.id, async (tx, habit) => {
        refuseNoWeekday({ ...habit, ...defined(body) })
        const pauses = pausesAfter(habit, body.paused ?? habit.paused, today(owner))
        await rows.changeHabit(tx, owner.id, habit.id, { ...body, category, pauses })
      })
    },

    async tickHabit({ owner, db, params, body }) {
      return checkIn(db, owner, params.id, { day: body.day, state: 'done' })
    },

    async changeCheckIn({ owner, db, params, body }) {
      return checkIn(db, owner, params.id, body)
    },

    async listCheckIns({ owner, db, params, query: { until, limit, after } }) {
      const { id } = found(await rows.findHabit(db, owner.id, params.id, today(owner)), 'habit')
      const before = readPageKey(after, 'day')?.value ?? (until && addDays(until, 1))
      const list = await rows.listCheckIns(db, owner.id, id, { limit: limit + 1, before })
      // A day is its check-in's name: the habit's own id only makes the key whole.
      return toPage(
        list.map((row) => ({ ...row, id })),
        limit,
        (row) => row.day,
      )
    },

    async getHabitYear({ owner, db, params, query }) {
      const habit = found(await rows.findHabit(db, owner.id, params.id, today(owner)), 'habit')
      return yearOf(await courseOf(db, owner, habit), query.until ?? today(owner), today(owner))
    },

    async deleteHabit({ owner, db, params }) {
      if (!(await rows.setHabitState(db, owner.id, params.id, 'deleted'))) throw notFound('habit')
      return undefined
    },

    async restoreHabit({ owner, db, params }) {
      await rows.setHabitState(db, owner.id, params.id, 'restored')
      return toHabit(current(await rows.findHabit(db, owner.id, params.id, today(owner))), today(owner))
    },
  })
}

const today = (owner: Owner) => dayAt(new Date(), owner)

/** What was sent, without what was not. */
const defined = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>

function current(habit: rows.HabitRow | undefined): rows.HabitRow {
  if (!habit || habit.deletedAt) throw notFound('habit')
  return habit
}

function refuseNoWeekday({ schedule, weekdays }: { schedule?: string | undefined; weekdays?: number[] | undefined }) {
  if (schedule === 'weekdays' && !weekdays?.length) throw invalidField('weekdays', 'must name at least one')
}

function isSame(there: rows.HabitRow, habit: NewHabit & { startDay: string }): boolean {
  return (
    there.deletedAt === null &&
    there.name === habit.name &&
    there.notes === (habit.notes ?? null) &&
    there.category === (habit.category ?? null) &&
    there.schedule === habit.schedule &&
    String(there.weekdays) === String(habit.weekdays) &&
    there.timesAWeek === habit.timesAWeek &&
    there.everyDays === habit.everyDays &&
    there.target === (habit.target ?? null) &&
    there.unit === (habit.unit ?? null) &&
    there.startDay === habit.startDay
  )
}

function toHabit(row: rows.HabitRow, day: string): Habit {
  const { recent, schedule, weekdays, paused, nextDay } = row
  const week = Array.from({ length: 7 }, (_, index) => addDays(day, index - 6))
  const of = (wanted: string) => recent.find((checkIn) => checkIn.day === wanted)
  const monday = addDays(day, 1 - weekdayOf(day))
  const isAsked = schedule !== 'weekdays' || weekdays.includes(weekdayOf(day))
  return {
    ...row,
    scheduleInWords: describeSchedule(row),
    today: day,
    state: of(day)?.state ?? 'open',
    amount: of(day)?.amount ?? null,
    note: of(day)?.note ?? null,
    isLeft: !paused && row.deletedAt === null && nextDay <= day && isAsked,
    doneThisWeek: recent.filter((checkIn) => checkIn.state === 'done' && checkIn.day >= monday).length,
    streak: paused || day <= row.streakUntil ? row.streak : 0,
    streakUnit: STREAK_UNITS[schedule],
    recent: week.map((each) => ({ day: each, state: recentStateOf(row, markOf(of(each)), each, day) })),
  }
}

type Kept = Pick<rows.CheckInRow, 'day' | 'state' | 'amount' | 'target'>

function markOf(kept: Kept): Mark
function markOf(kept: Kept | undefined): Mark | undefined
function markOf(kept: Kept | undefined): Mark | undefined {
  return kept && { day: kept.day, state: kept.state, share: shareOf(kept.amount, kept.target) }
}

async function courseOf(db: Database, owner: Owner, habit: rows.HabitRow): Promise<Course> {
  return { ...habit, marks: (await rows.listMarks(db, owner.id, habit.id)).map((kept) => markOf(kept)) }
}

/** Changes a habit or its check-ins, and writes what follows from them, all in one. */
function change(
  db: Database,
  owner: Owner,
  id: string,
  work: (tx: Database, habit: rows.HabitRow) => Promise<void>,
): Promise<Habit> {
  const day = today(owner)
  return db.transaction(async (tx) => {
    await work(tx, current(await rows.lockHabit(tx, owner.id, id, day)))
    const changed = current(await rows.findHabit(tx, owner.id, id, day))
    const progress = progressOf(await courseOf(tx, owner, changed), day)
    await rows.setProgress(tx, owner.id, id, progress)
    return toHabit({ ...changed, ...progress }, day)
  })
}

/** A pause begins today and ends the day before it goes on; one that ends on the day it began was none. */
function pausesAfter({ paused, pauses }: rows.HabitRow, isPaused: boolean, day: string): Pause[] {
  if (isPaused === paused) return pauses
  if (isPaused) return [...pauses, { from: day, to: null }]
  return pauses.map((pause) => ({ ...pause, to: pause.to ?? day })).filter(({ from, to }) => from < to)
}

function checkIn(db: Database, owner: Owner, id: string, asked: CheckInChange): Promise<Habit> {
  const { day = today(owner) } = asked
  if (day > today(owner)) throw invalidField('day', 'has not come yet')
  return change(db, owner, id, async (tx, habit) => {
    if (asked.amount && habit.target === null) throw invalidField('amount', 'this habit is done or not')
    const before = await rows.findCheckIn(tx, owner.id, id, day)
    const { target, unit, name } = habit
    const after = {
      day,
      target,
      unit,
      name,
      timeZone: owner.timeZone,
      ...outcomeOf(asked, before, target),
      note: asked.note === undefined ? (before?.note ?? null) : asked.note,
    }
    const isNothing = after.state === 'open' && after.amount === null && after.note === null
    if (isNothing) await rows.deleteCheckIn(tx, owner.id, id, day)
    else await rows.saveCheckIn(tx, owner.id, id, after)
  })
}

/** A counted habit is done when its target is reached; ticking it reaches the target, taking it back leaves nothing. */
function outcomeOf(
  { state, amount }: CheckInChange,
  before: Kept | undefined,
  target: string | null,
): Pick<rows.CheckInRow, 'state' | 'amount'> {
  if (target === null) return { state: state ?? before?.state ?? 'open', amount: null }
  if (amount !== undefined && state === undefined) {
    return { state: shareOf(amount, target) === 1 ? 'done' : 'open', amount }
  }
  if (state === undefined) return { state: before?.state ?? 'open', amount: before?.amount ?? null }
  if (state !== 'done') return { state, amount: amount ?? null }
  const reached = amount ?? before?.amount ?? null
  return { state, amount: shareOf(reached, target) === 1 ? reached : target }
}

function yearOf(course: Course, until: string, day: string) {
  const marks = new Map(course.marks.map((mark) => [mark.day, mark]))
  const days = Array.from({ length: YEAR_DAYS }, (_, index) => {
    const each = addDays(until, index + 1 - YEAR_DAYS)
    const mark = marks.get(each)
    const percent = mark?.state === 'done' ? 100 : Math.floor((mark?.share ?? 0) * 100)
    return { day: each, state: recentStateOf(course, mark, each, day), percent }
  })
  const strengths = strengthsOf(course, day)
  const percentAt = (wanted: string) =>
    Math.round((strengths.findLast((each) => each.day <= wanted)?.strength ?? 0) * 100)
  return {
    days,
    done: days.filter(({ state }) => state === 'done').length,
    strength: percentAt(day),
    strengthBefore: percentAt(addDays(day, -TREND_DAYS)),
  }
}
