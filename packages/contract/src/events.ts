import { z } from 'zod'
import { isDay } from './days.ts'
import { endpoint } from './endpoint.ts'
import { Amount, Currency } from './money.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery, TimeZone, tags } from './wire.ts'

/** A calendar's file may be so large, in bytes: some 10,000 events. */
export const CALENDAR_FILE_LIMIT = 8 * 1024 * 1024

/** A reminder comes at most four weeks before. */
export const LONGEST_REMINDER = 28 * 24 * 60

export const Attending = z.enum(['yes', 'maybe', 'no'])
export type Attending = z.infer<typeof Attending>

const When = z
  .string()
  .refine(
    (text) =>
      isDay(text.slice(0, 10)) &&
      text >= '1900-01-01' &&
      text < '2201' &&
      (text.length === 10 || /T([01]\d|2[0-3]):[0-5]\d$/.test(text)),
    'must be a day written YYYY-MM-DD, or with a time YYYY-MM-DDTHH:MM',
  )
  .describe('YYYY-MM-DD: all day; YYYY-MM-DDTHH:MM: a time of the wall clock in timeZone')

/** An address that a browser opens; no `javascript:` ever becomes a link. */
const Link = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''), 'must begin with https://')

export const Event = z
  .object({
    id: Id,
    uid: z.string().describe('what the event is called between calendars (RFC 5545)'),
    name: z.string(),
    allDay: z.boolean(),
    start: z.string().describe('YYYY-MM-DD when all day, or else the wall clock of timeZone, YYYY-MM-DDTHH:MM'),
    end: z.string().nullable().describe('like start; of what is all day the last day'),
    timeZone: z.string().nullable().describe('IANA; null when all day'),
    startsAt: Instant.describe('the start as an instant; days are counted in UTC'),
    endsAt: Instant,
    venue: z.string().nullable(),
    link: z.string().nullable(),
    cost: z.string().nullable().describe('a decimal number as text'),
    currency: z.string().nullable().describe('ISO 4217 code of the cost'),
    attending: Attending,
    reminder: z.int().nullable().describe('minutes before the start'),
    notes: z.string().nullable().describe('Markdown'),
    tags: z.array(z.string()),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Event' })
export type Event = z.infer<typeof Event>

const fields = {
  name: line(500),
  start: When,
  end: When.nullable().optional(),
  timeZone: TimeZone.nullable().optional().describe("of a time of day; the owner's when absent"),
  venue: line(500).nullable().optional(),
  link: Link.nullable().optional(),
  cost: Amount.nullable().optional(),
  currency: Currency.nullable().optional(),
  reminder: z.int().min(0).max(LONGEST_REMINDER).nullable().optional().describe('minutes before the start'),
  notes: markdown(100_000).nullable().optional(),
}

export const NewEvent = z
  .strictObject({ ...fields, id: Id.optional(), attending: Attending.default('yes'), tags: tags.default([]) })
  .meta({ examples: [{ name: 'Concert', start: '2026-12-24T20:00', timeZone: 'Europe/Berlin', venue: 'Town hall' }] })
export type NewEvent = z.output<typeof NewEvent>

export const EventChange = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    start: When.optional(),
    attending: Attending.optional(),
    tags: tags.optional(),
  })
  .meta({ examples: [{ name: 'Recital' }] })
export type EventChange = z.output<typeof EventChange>

export const EventFilter = z.strictObject({
  status: z.enum(['current', 'deleted']).default('current'),
  from: Day.optional().describe('those that end on this day or later'),
  to: Day.optional().describe('those that start on this day or earlier'),
  order: z.enum(['soonest', 'latest']).default('soonest').describe('which start comes first'),
  ...pageQuery,
})
export type EventFilter = z.output<typeof EventFilter>

export const ImportedEvents = z.object({
  added: z.int(),
  changed: z.int().describe('there already, and brought to what the file says'),
  known: z.int().describe('there already, as the file says'),
  faults: z
    .array(z.object({ line: z.int(), message: z.string() }))
    .describe('what could not be read, or was read otherwise than it is written, by line of the file'),
})
export type ImportedEvents = z.infer<typeof ImportedEvents>

export const EventFeed = z.object({
  isOn: z.boolean(),
  madeAt: Instant.nullable(),
  readAt: Instant.nullable().describe('when a calendar last asked for it'),
})

const params = z.strictObject({ id: Id })

export const events = {
  listEvents: endpoint({
    method: 'GET',
    path: '/events/',
    summary: "List the events of the owner's calendar, or those between two of their days",
    status: 200,
    query: EventFilter,
    answer: page(Event),
    tool: 'read',
  }),
  listEventReminders: endpoint({
    method: 'GET',
    path: '/events/reminders/',
    summary: 'Events whose reminder is due and that are not over',
    status: 200,
    answer: z.object({ items: z.array(Event) }),
  }),
  importEvents: endpoint({
    method: 'POST',
    path: '/events/import/',
    summary: 'Add the events of a calendar file (ICS); one that is there already is the same event',
    status: 200,
    body: z.strictObject({ ics: z.string().min(1).max(CALENDAR_FILE_LIMIT).describe('the text of the file') }).meta({
      examples: [
        { ics: 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261224\nSUMMARY:Eve\nEND:VEVENT\nEND:VCALENDAR\n' },
      ],
    }),
    bodyLimit: CALENDAR_FILE_LIMIT + 1024,
    answer: ImportedEvents,
  }),
  getEventFeed: endpoint({
    method: 'GET',
    path: '/events/feed/',
    summary: 'Whether other calendars can subscribe to this one',
    status: 200,
    answer: EventFeed,
  }),
  renewEventFeed: endpoint({
    method: 'POST',
    path: '/events/feed/',
    summary: 'Make a new secret address to subscribe to; the one before stops working',
    status: 201,
    answer: z.object({ address: z.string().describe('told this once: only its hash is kept') }),
  }),
  deleteEventFeed: endpoint({
    method: 'DELETE',
    path: '/events/feed/',
    summary: 'End the secret address',
    status: 204,
  }),
  getEvent: endpoint({
    method: 'GET',
    path: '/events/:id/',
    summary: 'One event',
    status: 200,
    params,
    answer: Event,
  }),
  createEvent: endpoint({
    method: 'POST',
    path: '/events/',
    summary: 'Add an event: all day when its start is a day, or else at that time',
    status: 201,
    body: NewEvent,
    answer: Event,
    tool: 'write',
  }),
  changeEvent: endpoint({
    method: 'PATCH',
    path: '/events/:id/',
    summary: 'Change an event: absent fields stay, null clears',
    status: 200,
    params,
    body: EventChange,
    answer: Event,
    tool: 'write',
  }),
  deleteEvent: endpoint({
    method: 'DELETE',
    path: '/events/:id/',
    summary: 'Delete an event; it can be restored for 30 days',
    status: 204,
    params,
  }),
  restoreEvent: endpoint({
    method: 'POST',
    path: '/events/:id/restore/',
    summary: 'Restore a deleted event',
    status: 200,
    params,
    answer: Event,
  }),
}
