import { dayAt } from '@ichrisbirch/contract/days'
import { today } from '@ichrisbirch/contract/today'
import { prepareFindToday } from '@ichrisbirch/db/today'
import type { FastifyInstance } from 'fastify'
import { moveYearlyOn } from './countdowns.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function todayRoutes(app: FastifyInstance, options: RouteOptions): void {
  const findToday = prepareFindToday(options.db)

  implement(app, today, options, {
    async getToday({ owner, db }) {
      const day = dayAt(new Date(), owner)
      const found = await findToday(owner.id, day)
      if (!found.isYearlyPassed) return found.today
      await moveYearlyOn(db, owner)
      return (await findToday(owner.id, day)).today
    },
  })
}
