import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Attending } from './events.ts'
import { TODAY_COUNTED } from './today-limits.ts'
import { Instant } from './wire.ts'

const TodayTask = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  dueDay: z.string().nullable(),
  autotaskId: z.string().nullable(),
  updatedAt: Instant,
})
export type TodayTask = z.infer<typeof TodayTask>

const TodayHabit = z.object({
  id: z.string(),
  name: z.string(),
  target: z.string().nullable(),
  unit: z.string().nullable(),
  streak: z.int(),
})
export type TodayHabit = z.infer<typeof TodayHabit>

const TodayEvent = z.object({
  id: z.string(),
  name: z.string(),
  allDay: z.boolean(),
  startsAt: Instant,
  endsAt: Instant,
  venue: z.string().nullable(),
  attending: Attending,
})
export type TodayEvent = z.infer<typeof TodayEvent>

const TodayCountdown = z.object({ id: z.string(), name: z.string(), day: z.string() })
const TodayArticle = z.object({
  id: z.string(),
  title: z.string(),
  site: z.string().nullable(),
  minutes: z.int().nullable(),
  progress: z.int().describe('percent'),
})
const TodayBook = z.object({
  id: z.string(),
  title: z.string(),
  author: z.string().nullable(),
  pages: z.int().nullable(),
  page: z.int().nullable(),
})

/** A part of the day: the first of what there is, and how many there are in all. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), count: z.int().describe(`how many there are; ${TODAY_COUNTED} stands for more`) })

/** What the person's day holds: each part empty or null when there is nothing of it. */
export const Today = z
  .object({
    day: z.string(),
    overdue: list(TodayTask).describe('open tasks that were due before, the latest first'),
    due: list(TodayTask).describe('open tasks of this day, in manual order'),
    events: list(TodayEvent).describe('what is on at any time of this day and not declined; all-day ones first'),
    habits: list(TodayHabit).describe('habits that are left to do'),
    countdown: TodayCountdown.nullable().describe('the nearest'),
    article: TodayArticle.nullable().describe('something to read: due again, begun, or saved longest ago'),
    book: TodayBook.nullable().describe('being read'),
    categories: z.array(z.string()).describe('all that the person has, by name'),
  })
  .meta({ id: 'Today' })
export type Today = z.infer<typeof Today>

export const today = {
  getToday: endpoint({
    method: 'GET',
    path: '/today/',
    summary: 'What the day holds: what is due and overdue, from every feature, in one answer',
    status: 200,
    answer: Today,
    tool: 'read',
  }),
}
