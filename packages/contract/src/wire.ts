import { z } from 'zod'
import { isDay, isTimeZone } from './days.ts'

/** UUID of version 7. A client may supply it: a repeated create with the same id and content is the same create. */
export const Id = z.uuid().describe('UUID, version 7 when the server makes it')

/** Instant: ISO 8601 in UTC. A string from PostgreSQL to the page: parsing to Date halves the throughput of lists. */
export const Instant = z.string().describe('ISO 8601 instant in UTC')

/** Calendar day, YYYY-MM-DD, from 1900 to 2200: beyond it a slip of the keyboard is likelier than a plan. */
export const Day = z
  .string()
  .refine((day) => isDay(day) && day >= '1900-01-01' && day <= '2200-12-31', 'must be a day written YYYY-MM-DD')
  .meta({ format: 'date' })

export const TimeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')

/** One line of text a person typed. PostgreSQL refuses U+0000 in text, so it is refused here, with a field name. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), 'must be one line without control characters')

/** Markdown. */
export const markdown = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\u0000'), 'must not contain the character U+0000')

/** Words that a record is found by, in lower case, each once. */
export const tags = z
  .array(line(60))
  .max(30)
  .transform((words) => [...new Set(words.map((word) => word.toLowerCase()))])

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(400).optional().describe('the `next` of the page before'),
}

/** A page of a list: `next` is the key to pass as `after`, null on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

export interface Page<Item> {
  items: Item[]
  next: string | null
}
