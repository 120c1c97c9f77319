import {
  type Autotask,
  type AutotaskChange,
  autotasks,
  type NewAutotask,
  NO_SLOT,
  type Slot,
  slotAfter,
} from '@ichrisbirch/contract/autotasks'
import { addDays, dayAt } from '@ichrisbirch/contract/days'
import { describeRule, nextDays } from '@ichrisbirch/contract/recurrence'
import * as rows from '@ichrisbirch/db/autotasks'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import { runSoon } from '@ichrisbirch/db/schedules'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import { categoryNamed } from './categories.ts'

const PREVIEW_DAYS = 5

export function autotasksRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, autotasks, options, {
    async listAutotasks({ owner, db, query: { status, limit, after } }) {
      const list = await rows.listAutotasks(db, owner.id, {
        status,
        limit: limit + 1,
        after: readPageKey(after, 'day'),
      })
      const page = toPage(list, limit, (autotask) => autotask.nextDay ?? 'infinity')
      return { ...page, items: page.items.map(inWords) }
    },

    async previewAutotask({ owner, body: { rule, startDay = today(owner) } }) {
      const days = nextDays(rule, startDay, addDays(today(owner), -1), PREVIEW_DAYS)
      return { ruleInWords: describeRule(rule, startDay), days }
    },

    async getAutotask({ owner, db, params }) {
      return inWords(found(await rows.findAutotask(db, owner.id, params.id), 'autotask'))
    },

    async createAutotask({ owner, db, body }) {
      const { startDay = today(owner), ...fields } = body
      const category = await categoryNamed(db, owner, fields.category)
      const autotask = { ...fields, startDay, category, id: fields.id ?? newId() }
      const slot = firstSlot(autotask, owner)
      if (slot.nextDay === null) throw invalidField('rule', 'names no day from today on')
      const made = await rows.insertAutotask(db, owner.id, { ...autotask, ...slot })
      if (!made) return inWords(await sameAutotask(db, owner, autotask))
      await runIfDue(db, slot)
      return inWords(made)
    },

    async changeAutotask({ owner, db, params, body }) {
      const category = await categoryNamed(db, owner, body.category)
      return db.transaction(async (tx) => {
        const before = current(await rows.lockAutotask(tx, owner.id, params.id))
        const slot = await slotOfChange(tx, owner, before, body)
        const changed = await rows.changeAutotask(tx, owner.id, params.id, { ...body, category, ...slot })
        await runIfDue(tx, slot)
        return inWords(found(changed, 'autotask'))
      })
    },

    async runAutotask({ owner, db, params }) {
      return db.transaction(async (tx) => {
        const autotask = current(await rows.lockAutotask(tx, owner.id, params.id))
        const slot = autotask.repeatFrom === 'completion' ? NO_SLOT : undefined
        return rows.createCopy(tx, owner.id, autotask, { day: today(owner), cause: 'person' }, slot)
      })
    },

    async listAutotaskRuns({ owner, db, params, query: { limit, after } }) {
      found(await rows.findAutotask(db, owner.id, params.id), 'autotask')
      const key = readPageKey(after, 'instant')
      const list = await rows.listAutotaskRuns(db, owner.id, params.id, { limit: limit + 1, after: key?.id })
      return toPage(list, limit, (run) => run.ranAt)
    },

    async deleteAutotask({ owner, db, params }) {
      if (!(await rows.setAutotaskDeleted(db, owner.id, params.id))) throw notFound('autotask')
      return undefined
    },

    async restoreAutotask({ owner, db, params }) {
      return db.transaction(async (tx) => {
        const autotask = found(await rows.lockAutotask(tx, owner.id, params.id), 'autotask')
        if (!autotask.deletedAt) return inWords(autotask)
        const slot = await slotNow(tx, owner, autotask)
        await runIfDue(tx, slot)
        return inWords(found(await rows.restoreAutotask(tx, owner.id, params.id, slot), 'autotask'))
      })
    },
  })
}

function inWords(autotask: rows.AutotaskRow): Autotask {
  return { ...autotask, ruleInWords: describeRule(autotask.rule, autotask.startDay) }
}

function today(owner: Owner): string {
  return dayAt(new Date(), owner)
}

function current(autotask: rows.AutotaskRow | undefined): rows.AutotaskRow {
  if (!autotask || autotask.deletedAt) throw notFound('autotask')
  return autotask
}

/** One that is due today, after its hour: its task is there within a second rather than at the scheduler's next look. */
async function runIfDue(db: Database, slot: Slot | undefined): Promise<void> {
  if (slot?.nextRunAt && Date.parse(slot.nextRunAt) <= Date.now()) await runSoon(db, 'autotasks')
}

/** Days before today are not made up; today counts, and runs at once when its hour is past. */
function firstSlot(autotask: { rule: string; startDay: string }, owner: Owner): Slot {
  return slotAfter(autotask, addDays(today(owner), -1), owner)
}

/** One that repeats from completion waits while a copy is open; a paused one has no slot. */
async function slotNow(
  tx: Database,
  owner: Owner,
  autotask: Pick<rows.AutotaskRow, 'id' | 'rule' | 'startDay' | 'repeatFrom' | 'paused'>,
): Promise<Slot> {
  if (autotask.paused) return NO_SLOT
  if (autotask.repeatFrom === 'completion' && (await rows.countOpenCopies(tx, autotask.id)) > 0) return NO_SLOT
  return firstSlot(autotask, owner)
}

async function slotOfChange(
  tx: Database,
  owner: Owner,
  before: rows.AutotaskRow,
  change: AutotaskChange,
): Promise<Slot | undefined> {
  const {
    rule = before.rule,
    startDay = before.startDay,
    repeatFrom = before.repeatFrom,
    paused = before.paused,
  } = change
  const isSame =
    rule === before.rule && startDay === before.startDay && repeatFrom === before.repeatFrom && paused === before.paused
  if (isSame) return undefined
  return slotNow(tx, owner, { id: before.id, rule, startDay, repeatFrom, paused })
}

/** A repeated create with the same id and content is the same create. */
async function sameAutotask(
  db: Database,
  owner: Owner,
  autotask: NewAutotask & { id: string; startDay: string },
): Promise<rows.AutotaskRow> {
  const there = await rows.findAutotask(db, owner.id, autotask.id)
  const isSame =
    there &&
    there.name === autotask.name &&
    there.notes === (autotask.notes ?? null) &&
    there.category === (autotask.category ?? null) &&
    there.rule === autotask.rule &&
    there.startDay === autotask.startDay &&
    there.repeatFrom === autotask.repeatFrom &&
    there.maxOpen === autotask.maxOpen
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
