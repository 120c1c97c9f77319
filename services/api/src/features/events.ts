import { createHash, randomBytes } from 'node:crypto'
import { addDays, dayAt, instantOf } from '@ichrisbirch/contract/days'
import { faultOfTimes, instantsOf, isAllDay } from '@ichrisbirch/contract/event-times'
import { type Event, events, LONGEST_REMINDER, type NewEvent } from '@ichrisbirch/contract/events'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as feeds from '@ichrisbirch/db/event-feeds'
import * as rows from '@ichrisbirch/db/events'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { keepEvents } from '../calendar/keep-events.ts'
import { readCalendar } from '../calendar/read-calendar.ts'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

/** @param origin of the API, as calendars elsewhere reach it. */
export function eventsRoutes(app: FastifyInstance, options: RouteOptions, origin: string): void {
  implement(app, events, options, {
    async listEvents({ owner, db, query }) {
      const { status, from, to, order, limit } = query
      const list = await rows.listEvents(db, owner.id, {
        status,
        order,
        limit: limit + 1,
        from: from ? edgeOf(from, owner) : undefined,
        before: to ? edgeOf(addDays(to, 1), owner) : undefined,
        after: readPageKey(query.after, 'instant'),
      })
      const page = toPage(list, limit, (event) => event.startsAt)
      return { ...page, items: page.items.map(toEvent) }
    },

    async listEventReminders({ owner, db }) {
      const now = Date.now()
      const soon = await rows.listReminders(db, owner.id, LONGEST_REMINDER / 1440 + 2)
      return { items: soon.map(toEvent).filter((event) => isReminding(event, owner, now)) }
    },

    async importEvents({ owner, db, body }) {
      const { events, faults } = readCalendar(body.ics, owner.timeZone, dayAt(new Date(), owner))
      return {
        ...(await keepEvents(
          db,
          owner.id,
          events.map((event) => rowOf(event, newId())),
        )),
        faults,
      }
    },

    async getEventFeed({ owner, db }) {
      const feed = await feeds.findFeed(db, owner.id)
      return { isOn: feed !== undefined, madeAt: feed?.madeAt ?? null, readAt: feed?.readAt ?? null }
    },

    async renewEventFeed({ owner, db }) {
      const token = randomBytes(32).toString('base64url')
      await feeds.renewFeed(db, owner.id, hashOf(token))
      return { address: new URL(`/calendar/${token}.ics`, origin).href }
    },

    async deleteEventFeed({ owner, db }) {
      await feeds.deleteFeed(db, owner.id)
      return undefined
    },

    async getEvent({ owner, db, params }) {
      return toEvent(found(await rows.findEvent(db, owner.id, params.id), 'event'))
    },

    async createEvent({ owner, db, body }) {
      const { id = newId() } = body
      const event = rowOf({ ...checkedEvent(body, owner), uid: `${id}@ichrisbirch` }, id)
      const [made] = await rows.insertEvents(db, owner.id, [event])
      return toEvent(made ?? (await sameEvent(db, owner, event)))
    },

    async changeEvent({ owner, db, params, body }) {
      return db.transaction(async (tx) => {
        const before = toEvent(found(await rows.lockEvent(tx, owner.id, params.id), 'event'))
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
        const after = checkedEvent({ ...before, ...given }, owner)
        const { id: _id, ...change } = rowOf({ ...after, uid: before.uid }, before.id)
        return toEvent(found(await rows.changeEvent(tx, owner.id, params.id, change), 'event'))
      })
    },

    async deleteEvent({ owner, db, params }) {
      found(await rows.setEventState(db, owner.id, params.id, 'deleted'), 'event')
      return undefined
    },

    async restoreEvent({ owner, db, params }) {
      const back = await rows.setEventState(db, owner.id, params.id, 'restored')
      const event = back ?? found(await rows.findEvent(db, owner.id, params.id), 'event')
      if (event.deletedAt) throw notFound('event')
      return toEvent(event)
    },
  })
}

/** Only this of a feed's token is kept: 256 random bits need no salt. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Midnight: a calendar's day is the one on the wall, at whatever hour a person's own begins. */
function edgeOf(day: string, { timeZone }: Owner): rows.Edge {
  return { instant: instantOf(day, 0, { timeZone, dayStartHour: 0 }).toISOString(), day: `${day}T00:00:00Z` }
}

/** Of an all-day event the reminder counts from midnight of its owner. */
function isReminding({ start, startsAt, endsAt, reminder }: Event, owner: Owner, now: number): boolean {
  if (reminder === null) return false
  const midnight = (at: string) => Date.parse(edgeOf(at.slice(0, 10), owner).instant)
  const begins = isAllDay(start) ? midnight(startsAt) : Date.parse(startsAt)
  const ends = isAllDay(start) ? midnight(endsAt) : Math.max(Date.parse(endsAt), begins + 60_000)
  return begins - reminder * 60_000 <= now && now < ends
}

/** With the zone that it is in, and nothing that contradicts itself. */
function checkedEvent<Given extends NewEvent>(event: Given, owner: Owner): Given {
  const { start, end, cost, currency } = event
  const timeZone = isAllDay(start) ? null : (event.timeZone ?? owner.timeZone)
  const checked = { ...event, timeZone, end: end === start ? null : end }
  const fault = faultOfTimes(checked)
  if (fault) throw invalidField(fault.field, fault.message)
  if (cost && !currency) throw invalidField('currency', 'is needed for the cost')
  return { ...checked, currency: cost ? currency : null }
}

function rowOf(event: NewEvent & { uid: string }, id: string): rows.NewEventRow {
  const { uid, name, start, attending, tags } = event
  const instants = instantsOf(event)
  return {
    id,
    uid,
    name,
    allDay: isAllDay(start),
    start,
    end: event.end ?? null,
    timeZone: event.timeZone ?? null,
    ...instants,
    venue: event.venue ?? null,
    link: event.link ?? null,
    cost: event.cost ?? null,
    currency: event.currency ?? null,
    attending,
    reminder: event.reminder ?? null,
    notes: event.notes ?? null,
    tags,
  }
}

export function toEvent(row: rows.EventRow): Event {
  const shown = row.allDay ? 10 : 16
  return { ...row, start: row.start.slice(0, shown), end: row.end?.slice(0, shown) ?? null }
}

/** A repeated create with the same id and content is the same create. */
async function sameEvent(db: Database, owner: Owner, event: rows.NewEventRow): Promise<rows.EventRow> {
  const there = await rows.findEvent(db, owner.id, event.id)
  const known = there && toEvent(there)
  const isSame =
    known && Object.entries(event).every(([name, value]) => String(value) === String(known[name as keyof typeof known]))
  if (!there || !isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
