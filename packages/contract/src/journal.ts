import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { DAYS_TO_RESTORE } from './tasks.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery, tags } from './wire.ts'

/** How a day felt, from the worst to the best. */
export const MOODS = ['awful', 'bad', 'okay', 'good', 'great'] as const
export const Mood = z.enum(MOODS)
export type Mood = z.infer<typeof Mood>

export const JournalEntry = z
  .object({
    id: Id,
    day: z.string().describe('the day it is about'),
    title: z.string().describe('the beginning of its first line'),
    text: z.string().describe('Markdown'),
    mood: Mood.nullable(),
    tags: z.array(z.string()),
    photos: z.array(z.object({ id: Id, width: z.int(), height: z.int() })),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'JournalEntry' })
export type JournalEntry = z.infer<typeof JournalEntry>

const fields = {
  text: markdown(200_000).describe('what is told, in Markdown'),
  day: Day.optional().describe("the day it is about, of any time; the person's own day when it is not said"),
  mood: Mood.nullable().optional(),
  tags: tags.optional(),
  photos: z.array(Id).max(50).optional().describe('kept photos, in the order in which they are shown'),
}

export const NewJournalEntry = z
  .strictObject({ ...fields, id: Id.optional() })
  .meta({ examples: [{ text: 'A walk by the sea.', day: '2026-11-21', mood: 'good', tags: ['sea'] }] })
export type NewJournalEntry = z.output<typeof NewJournalEntry>

export const JournalEntryChange = z
  .strictObject({
    ...fields,
    text: fields.text.optional(),
    unchangedSince: Instant.optional().describe('its `updatedAt`: refused when it was changed after it'),
  })
  .meta({ examples: [{ text: 'A walk in the rain.' }] })

export const JournalFilter = z.strictObject({
  status: z.enum(['kept', 'deleted']).default('kept'),
  from: Day.optional().describe('about this day or later'),
  to: Day.optional().describe('about this day or earlier'),
  mood: Mood.optional(),
  tag: line(60).optional(),
  ...pageQuery,
})
export type JournalFilter = z.output<typeof JournalFilter>

/** What the days of a calendar and of a trend are made of. */
export const JournalDay = z.object({
  day: z.string(),
  count: z.int().describe('entries about this day'),
  moods: z.array(Mood).describe('of its entries that have one, in their order'),
})
export type JournalDay = z.infer<typeof JournalDay>

/** One thing that a day held, as one line tells it. */
export const DayDeed = z.object({
  feature: z.enum(['tasks', 'habits', 'events', 'articles', 'books', 'money']),
  id: Id,
  name: z.string(),
  fact: z.string().nullable().describe('an amount, a number of pages, a place'),
})
export type DayDeed = z.infer<typeof DayDeed>

const entryParams = z.strictObject({ id: Id })
const dayQuery = z.strictObject({ day: Day }).meta({ examples: [{ day: '2026-11-21' }] })

export const journal = {
  listJournalEntries: endpoint({
    method: 'GET',
    path: '/journal/',
    summary: 'List journal entries, the newest day first; deleted ones newest first',
    status: 200,
    query: JournalFilter,
    answer: page(JournalEntry),
    tool: 'read',
  }),
  searchJournalEntries: endpoint({
    method: 'GET',
    path: '/journal/search/',
    summary: 'Search journal entries by words and beginnings of words, best match first',
    status: 200,
    query: z
      .strictObject({ q: z.string().trim().min(1).max(200), limit: pageQuery.limit })
      .meta({ examples: [{ q: 'sea' }] }),
    answer: page(JournalEntry),
    tool: 'read',
  }),
  listJournalDays: endpoint({
    method: 'GET',
    path: '/journal/days/',
    summary: 'The days with entries, and how they felt; days without any are left out',
    status: 200,
    query: z
      .strictObject({ from: Day, to: Day })
      .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
        message: 'must be on or after `from`, and at most a year later',
        path: ['to'],
      })
      .meta({ examples: [{ from: '2026-11-01', to: '2026-11-30' }] }),
    answer: z.object({ days: z.array(JournalDay) }),
  }),
  listJournalOnThisDay: endpoint({
    method: 'GET',
    path: '/journal/on-this-day/',
    summary: 'Entries about the same day of other years, the newest first; 29 February counts with the 28th',
    status: 200,
    query: dayQuery,
    answer: z.object({ items: z.array(JournalEntry) }),
  }),
  gatherJournalDay: endpoint({
    method: 'GET',
    path: '/journal/day/',
    summary: 'What a day held in the other features, for an entry to begin with',
    status: 200,
    query: dayQuery,
    answer: z.object({ deeds: z.array(DayDeed) }),
    tool: 'read',
  }),
  getJournalEntry: endpoint({
    method: 'GET',
    path: '/journal/:id/',
    summary: 'One journal entry',
    status: 200,
    params: entryParams,
    answer: JournalEntry,
  }),
  createJournalEntry: endpoint({
    method: 'POST',
    path: '/journal/',
    summary: 'Write a journal entry',
    status: 201,
    body: NewJournalEntry,
    answer: JournalEntry,
    tool: 'write',
  }),
  changeJournalEntry: endpoint({
    method: 'PATCH',
    path: '/journal/:id/',
    summary: 'Change a journal entry: absent fields stay',
    status: 200,
    params: entryParams,
    body: JournalEntryChange,
    answer: JournalEntry,
    tool: 'write',
  }),
  deleteJournalEntry: endpoint({
    method: 'DELETE',
    path: '/journal/:id/',
    summary: `Delete a journal entry; it can be restored for ${DAYS_TO_RESTORE} days`,
    status: 204,
    params: entryParams,
  }),
  restoreJournalEntry: endpoint({
    method: 'POST',
    path: '/journal/:id/restore/',
    summary: 'Restore a deleted journal entry',
    status: 200,
    params: entryParams,
    answer: JournalEntry,
  }),
}

const HEADINGS: Record<DayDeed['feature'], string> = {
  tasks: 'Done',
  habits: 'Habits',
  events: 'Happened',
  articles: 'Read',
  books: 'Books',
  money: 'Wasted',
}

/** A day's deeds as the Markdown that an entry begins with; empty for a day without any. */
export function deedsInMarkdown(deeds: DayDeed[]): string {
  const parts = Object.entries(HEADINGS).flatMap(([feature, heading]) => {
    const lines = deeds
      .filter((deed) => deed.feature === feature)
      .map(({ name, fact }) => `- ${escaped(name)}${fact === null ? '' : ` (${escaped(fact)})`}`)
    return lines.length === 0 ? [] : [`**${heading}**\n\n${lines.join('\n')}`]
  })
  return parts.join('\n\n')
}

/** A name is told as it is: what would be a sign of Markdown in it is none. */
const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
