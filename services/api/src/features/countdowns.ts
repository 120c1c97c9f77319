import { type Countdown, countdowns, distanceOf, nextDayOf } from '@ichrisbirch/contract/countdowns'
import { dayAt } from '@ichrisbirch/contract/days'
import { describeRule } from '@ichrisbirch/contract/recurrence'
import { untold } from '@ichrisbirch/db/activity'
import { newId } from '@ichrisbirch/db/columns'
import * as rows from '@ichrisbirch/db/countdowns'
import type { Database } from '@ichrisbirch/db/database'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function countdownsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, countdowns, options, {
    async listCountdowns({ owner, db, query: { which, limit, after } }) {
      const key = readPageKey(after, which === 'deleted' ? 'instant' : 'day')
      if (which !== 'deleted') await moveYearlyOn(db, owner)
      const list = await rows.listCountdowns(db, owner.id, {
        which,
        today: today(owner),
        limit: limit + 1,
        after: key,
      })
      const page = toPage(list, limit, (row) => (which === 'deleted' ? row.deletedAt : row.nextDay))
      return { ...page, items: page.items.map((row) => toCountdown(row, owner)) }
    },

    async getCountdown({ owner, db, params }) {
      return toCountdown(found(await rows.findCountdown(db, owner.id, params.id), 'countdown'), owner)
    },

    async createCountdown({ owner, db, body }) {
      const countdown = { ...body, rule: body.rule ?? null, notes: body.notes ?? null, id: body.id ?? newId() }
      const nextDay = nextDayOf(countdown, today(owner))
      const made = await rows.insertCountdown(db, owner.id, { ...countdown, nextDay })
      return toCountdown(made ?? (await sameCountdown(db, owner, countdown)), owner)
    },

    async changeCountdown({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        const { day, rule } = found(await rows.findCountdown(tx, owner.id, params.id), 'countdown')
        const nextDay = nextDayOf(
          { day: body.day ?? day, rule: body.rule === undefined ? rule : body.rule },
          today(owner),
        )
        const changed = await rows.changeCountdown(tx, owner.id, params.id, { ...body, nextDay })
        return toCountdown(found(changed, 'countdown'), owner)
      })
    },

    async deleteCountdown({ owner, db, params }) {
      found(await rows.setCountdownState(db, owner.id, params.id, 'deleted'), 'countdown')
      return undefined
    },

    async restoreCountdown({ owner, db, params }) {
      const back = await rows.setCountdownState(db, owner.id, params.id, 'restored')
      const there = back ?? found(await rows.findCountdown(db, owner.id, params.id), 'countdown')
      if (there.deletedAt) throw notFound('countdown')
      return toCountdown(there, owner)
    },
  })
}

const today = (owner: Owner) => dayAt(new Date(), owner)

function toCountdown(row: rows.CountdownRow, owner: Owner): Countdown {
  const { rule, day } = row
  return {
    ...row,
    // What is kept was checked on its way in.
    hue: row.hue as Countdown['hue'],
    ruleInWords: rule === null ? null : describeRule(rule, day),
    ...distanceOf(row, today(owner)),
  }
}

/** Lists are ordered by a column: yearly ones that passed since the last look get their next day first. */
export async function moveYearlyOn(db: Database, owner: Owner): Promise<void> {
  const day = today(owner)
  const passed = await rows.listPassedYearly(db, owner.id, day)
  const next = passed.map((row) => ({ id: row.id, nextDay: nextDayOf(row, day) }))
  if (next.length > 0) await untold(db, (tx) => rows.setNextDays(tx, owner.id, next))
}

/** A repeated create with the same id and content is the same create. */
async function sameCountdown(
  db: Database,
  owner: Owner,
  countdown: Pick<rows.CountdownRow, 'id' | 'name' | 'notes' | 'day' | 'rule' | 'unit' | 'hue'>,
): Promise<rows.CountdownRow> {
  const there = await rows.findCountdown(db, owner.id, countdown.id)
  const isSame =
    there &&
    there.name === countdown.name &&
    there.notes === countdown.notes &&
    there.day === countdown.day &&
    there.rule === countdown.rule &&
    there.unit === countdown.unit &&
    there.hue === countdown.hue
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
