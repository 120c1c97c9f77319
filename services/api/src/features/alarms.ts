import { alarms } from '@ichrisbirch/contract/alarms'
import * as rows from '@ichrisbirch/db/alarms'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function alarmsRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, alarms, options, {
    async listAlarms({ db, query: { status, limit, after } }) {
      const key = readPageKey(after, 'instant')
      const list = await rows.listAlarms(db, { status, limit: limit + 1, after: key?.id })
      return toPage(list, limit, (alarm) => alarm.raisedAt)
    },

    async acknowledgeAlarm({ db, params }) {
      return found(await rows.acknowledgeAlarm(db, params.id), 'alarm')
    },

    async unacknowledgeAlarm({ db, params }) {
      return found(await rows.unacknowledgeAlarm(db, params.id), 'alarm')
    },
  })
}
