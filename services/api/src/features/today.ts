import { dayAt } from '@ichrisbirch/contract/days'
import { today } from '@ichrisbirch/contract/today'
import { prepareFindToday } from '@ichrisbirch/db/today'
import type { FastifyInstance } from 'fastify'
import { implement, type RouteOptions } from '../routes.ts'

export function todayRoutes(app: FastifyInstance, options: RouteOptions): void {
  const findToday = prepareFindToday(options.db)

  implement(app, today, options, {
    async getToday({ owner }) {
      return findToday(owner.id, { day: dayAt(new Date(), owner) })
    },
  })
}
