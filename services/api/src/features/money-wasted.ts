import { dayAt } from '@ichrisbirch/contract/days'
import { FIRST_REASONS, moneyWasted } from '@ichrisbirch/contract/money-wasted'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/money-wasted'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function moneyWastedRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, moneyWasted, options, {
    async listMoneyWasted({ owner, db, query }) {
      const after = readPageKey(query.after, 'day')
      const list = await rows.listMoneyWasted(db, owner.id, { ...query, limit: query.limit + 1, after })
      return toPage(list, query.limit, (waste) => waste.wastedDay)
    },

    async sumMoneyWasted({ owner, db, query }) {
      const sums = await rows.sumMoneyWasted(db, owner.id, query)
      const totals = sums.filter(({ by }) => by === 'currency').sort((a, b) => b.count - a.count)
      const months = sums.flatMap(({ by, month, ...sum }) => (by === 'month' && month ? [{ ...sum, month }] : []))
      const reasons = sums.filter(({ by }) => by === 'reason')
      return { totals, months, reasons, ...(await rows.countDaysWithout(db, owner.id, today(owner))) }
    },

    async listMoneyWastedReasons({ owner, db }) {
      return { reasons: await reasonsOf(db, owner) }
    },

    async getMoneyWasted({ owner, db, params }) {
      return found(await rows.findMoneyWasted(db, owner.id, params.id), 'waste')
    },

    async createMoneyWasted({ owner, db, body }) {
      const { wastedDay = today(owner), id = newId(), ...fields } = body
      const reason = await reasonNamed(db, owner, fields.reason)
      const waste = { ...fields, id, wastedDay, reason }
      return (await rows.insertMoneyWasted(db, owner.id, waste)) ?? sameWaste(db, owner, waste)
    },

    async changeMoneyWasted({ owner, db, params, body }) {
      const reason = await reasonNamed(db, owner, body.reason)
      return found(await rows.changeMoneyWasted(db, owner.id, params.id, { ...body, reason }), 'waste')
    },

    async deleteMoneyWasted({ owner, db, params }) {
      found(await rows.setMoneyWastedState(db, owner.id, params.id, 'deleted'), 'waste')
      return undefined
    },

    async restoreMoneyWasted({ owner, db, params }) {
      const back = await rows.setMoneyWastedState(db, owner.id, params.id, 'restored')
      const waste = back ?? found(await rows.findMoneyWasted(db, owner.id, params.id), 'waste')
      if (waste.deletedAt) throw notFound('waste')
      return waste
    },
  })
}

const today = (owner: Owner) => dayAt(new Date(), owner)

/** A person's own words, then the ones to begin with. */
async function reasonsOf(db: Database, owner: Owner): Promise<string[]> {
  const own = await rows.listReasons(db, owner.id)
  const known = new Set(own.map((reason) => reason.toLowerCase()))
  return [...own, ...FIRST_REASONS.filter((reason) => !known.has(reason.toLowerCase()))]
}

/** As it is written already, in whatever letter case it is given: "went bad" and "Went bad" are one reason. */
async function reasonNamed(db: Database, owner: Owner, given: string | null | undefined) {
  if (!given) return given
  const reasons = await reasonsOf(db, owner)
  return reasons.find((reason) => reason.toLowerCase() === given.toLowerCase()) ?? given
}

/** A repeated create with the same id and content is the same create. */
async function sameWaste(
  db: Database,
  owner: Owner,
  waste: Parameters<typeof rows.insertMoneyWasted>[2],
): Promise<rows.MoneyWastedRow> {
  const there = await rows.findMoneyWasted(db, owner.id, waste.id)
  const isSame =
    there &&
    there.name === waste.name &&
    there.amount === waste.amount &&
    there.currency === waste.currency &&
    there.wastedDay === waste.wastedDay &&
    there.boughtDay === (waste.boughtDay ?? null) &&
    there.reason === (waste.reason ?? null) &&
    there.notes === (waste.notes ?? null) &&
    there.tags.join('\n') === (waste.tags ?? []).join('\n')
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
