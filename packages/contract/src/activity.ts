import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, page, pageQuery } from './wire.ts'

/** What was done is kept for this many days. */
export const DAYS_OF_ACTIVITY = 90

/** Who did it: you in the app, in the terminal, through the chat or with an API key, or the scheduler by itself. */
export const VIAS = ['app', 'terminal', 'chat', 'key', 'scheduler'] as const
export type Via = (typeof VIAS)[number]
/** The header by which our own programs say which of them asks. */
export const VIA_HEADER = 'x-via'

export const DEED_ACTIONS = [
  'added',
  'finished',
  'reopened',
  'skipped',
  'changed',
  'moved',
  'deleted',
  'restored',
  'removed',
] as const
export type DeedAction = (typeof DEED_ACTIONS)[number]

const Change = z.object({
  field: z.string().describe('the name of the field, in snake_case'),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

/** All that was written at once: one act of a person or of the scheduler. */
export const Deed = z
  .object({
    id: Id,
    at: Instant,
    via: z.enum(VIAS),
    action: z.enum(DEED_ACTIONS),
    table: z.string().describe('where the record is kept'),
    record: z.string().nullable(),
    title: z.string().nullable().describe('as it was called then'),
    link: z.string().nullable().describe('its page in the app; null when it is not there any more'),
    count: z.int().describe('how many records the act touched'),
    changes: z.array(Change).describe('of a change: the fields, their long values cut'),
    undone: z.boolean(),
    canUndo: z.boolean().describe('nothing newer has changed the same'),
  })
  .meta({ id: 'Deed' })
export type Deed = z.infer<typeof Deed>

export const activity = {
  listActivity: endpoint({
    method: 'GET',
    path: '/activity/',
    summary: 'What was added, changed, finished and deleted, by whom, newest first',
    status: 200,
    query: z.strictObject({
      record: Id.optional().describe('one record’s'),
      via: z.enum(VIAS).optional().describe('one doer’s'),
      ...pageQuery,
    }),
    answer: page(Deed),
    tool: 'read',
  }),
  undoDeed: endpoint({
    method: 'POST',
    path: '/activity/:id/undo/',
    summary: 'Take an act back as a whole; refused when something newer has changed the same',
    status: 200,
    params: z.strictObject({ id: Id }),
    answer: Deed,
    tool: 'write',
  }),
}
