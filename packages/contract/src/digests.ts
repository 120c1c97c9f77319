import { z } from 'zod'
import { type DayRules, instantOf } from './days.ts'
import { endpoint } from './endpoint.ts'
import { Id, Instant, page, pageQuery } from './wire.ts'

/** Nothing, a page in the app, or that page and an e-mail, where the house can send one. */
export const DIGEST_WISHES = ['none', 'page', 'email'] as const

/** Six in the morning; for one whose day begins late, two hours into it. */
const MORNING = { hour: 6, hoursIntoDay: 2 }

/** The instant of a person's morning: their digest of that day is made then. */
export function morningOf(day: string, rules: DayRules): Date {
  const hours = Math.max(MORNING.hour - rules.dayStartHour, MORNING.hoursIntoDay)
  return instantOf(day, hours * 60, rules)
}

/** A task as it was when the digest was made. */
const DigestTask = z.object({ id: Id, name: z.string(), dueDay: z.string().nullable() })
export type DigestTask = z.infer<typeof DigestTask>

/** Long lists are cut: `count` is of all, `tasks` are the first ones. */
const DigestList = z.object({ count: z.int(), tasks: z.array(DigestTask) })
export type DigestList = z.infer<typeof DigestList>

export const DigestContent = z.object({
  overdue: DigestList,
  due: DigestList.describe('due on this day'),
  made: DigestList.describe('added by autotasks since the morning before'),
  done: DigestList.describe('done the day before'),
})
export type DigestContent = z.infer<typeof DigestContent>

/** A person's morning: what waits, what came by itself, what was done. */
export const Digest = z
  .object({ id: Id, day: z.string(), madeAt: Instant, emailedAt: Instant.nullable(), ...DigestContent.shape })
  .meta({ id: 'Digest' })
export type Digest = z.infer<typeof Digest>

export const digests = {
  listDigests: endpoint({
    method: 'GET',
    path: '/digests/',
    summary: 'List your daily digests, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(Digest),
  }),
  getDigest: endpoint({
    method: 'GET',
    path: '/digests/:id/',
    summary: 'One daily digest',
    status: 200,
    params: z.strictObject({ id: Id }),
    answer: Digest,
  }),
}
