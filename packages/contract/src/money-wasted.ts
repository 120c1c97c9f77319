import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Amount, Currency, isMoreThanNothing } from './money.ts'
import { Day, Id, Instant, line, markdown, page, pageQuery, tags } from './wire.ts'

/** Why money was wasted, before a person has words of their own. */
export const FIRST_REASONS = [
  'Never used it',
  'Went bad',
  'Forgot to cancel',
  'Paid a fee',
  'Bought it twice',
  'Broke too soon',
  'Impulse',
] as const

export const MoneyWasted = z
  .object({
    id: Id,
    name: z.string(),
    amount: z.string().describe('a decimal number as text'),
    currency: z.string().describe('ISO 4217 code'),
    wastedDay: z.string(),
    boughtDay: z.string().nullable(),
    reason: z.string().nullable(),
    notes: z.string().nullable().describe('Markdown'),
    tags: z.array(z.string()),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'MoneyWasted' })
export type MoneyWasted = z.infer<typeof MoneyWasted>

const fields = {
  name: line(500).describe('what the money went on'),
  amount: Amount.refine(isMoreThanNothing, 'must be more than nothing'),
  currency: Currency,
  boughtDay: Day.nullable().optional(),
  reason: line(60).nullable().optional().describe('why; one that is there already is taken in any letter case'),
  notes: markdown(100_000).nullable().optional(),
}

export const NewMoneyWasted = z
  .strictObject({
    ...fields,
    id: Id.optional(),
    wastedDay: Day.optional().describe("today in the owner's zone when absent"),
    tags: tags.default([]),
  })
  .meta({ examples: [{ name: 'A gym I never went to', amount: '39.90', currency: 'EUR', reason: 'Never used it' }] })
export type NewMoneyWasted = z.output<typeof NewMoneyWasted>

export const MoneyWastedChange = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    amount: fields.amount.optional(),
    currency: Currency.optional(),
    wastedDay: Day.optional(),
    tags: tags.optional(),
  })
  .meta({ examples: [{ amount: '49.90' }] })
export type MoneyWastedChange = z.output<typeof MoneyWastedChange>

export const MoneyWastedFilter = z.strictObject({
  status: z.enum(['current', 'deleted']).default('current'),
  from: Day.optional().describe('wasted on this day or later'),
  to: Day.optional().describe('wasted on this day or earlier'),
  reason: z.string().max(60).optional().describe('one reason; empty for those without one'),
  ...pageQuery,
})
export type MoneyWastedFilter = z.output<typeof MoneyWastedFilter>

const sum = { currency: z.string(), amount: z.string(), count: z.int() }

/** Sums of a time. Currencies are never added together. */
export const MoneyWastedSums = z.object({
  totals: z.array(z.object(sum)).describe('a sum for each currency, the one used most often first'),
  months: z
    .array(z.object({ month: z.string().describe('YYYY-MM'), ...sum }))
    .describe('months with none are left out'),
  reasons: z
    .array(z.object({ reason: z.string().nullable(), ...sum }))
    .describe('the largest first, within a currency'),
  daysWithout: z
    .int()
    .nullable()
    .describe('days since money was last wasted, whatever the time asked for; null when it never was'),
  mostDaysWithout: z.int().nullable().describe('the most days from one waste to the next, or to today'),
})
export type MoneyWastedSums = z.infer<typeof MoneyWastedSums>

const params = z.strictObject({ id: Id })

export const moneyWasted = {
  listMoneyWasted: endpoint({
    method: 'GET',
    path: '/money-wasted/',
    summary: 'List what money was wasted on, the latest day first',
    status: 200,
    query: MoneyWastedFilter,
    answer: page(MoneyWasted),
    tool: 'read',
  }),
  sumMoneyWasted: endpoint({
    method: 'GET',
    path: '/money-wasted/sums/',
    summary: 'Sums by currency, month and reason, and the days without waste',
    status: 200,
    query: z
      .strictObject({ from: Day.optional(), to: Day.optional() })
      .refine(({ from, to }) => !from || !to || from <= to, { message: 'must be on or after `from`', path: ['to'] }),
    answer: MoneyWastedSums,
    tool: 'read',
  }),
  listMoneyWastedReasons: endpoint({
    method: 'GET',
    path: '/money-wasted/reasons/',
    summary: "The person's own reasons, the one used most first, then the ones to begin with",
    status: 200,
    answer: z.object({ reasons: z.array(z.string()) }),
  }),
  getMoneyWasted: endpoint({
    method: 'GET',
    path: '/money-wasted/:id/',
    summary: 'One waste of money',
    status: 200,
    params,
    answer: MoneyWasted,
  }),
  createMoneyWasted: endpoint({
    method: 'POST',
    path: '/money-wasted/',
    summary: 'Write down wasted money',
    status: 201,
    body: NewMoneyWasted,
    answer: MoneyWasted,
    tool: 'write',
  }),
  changeMoneyWasted: endpoint({
    method: 'PATCH',
    path: '/money-wasted/:id/',
    summary: 'Change a waste of money: absent fields stay, null clears',
    status: 200,
    params,
    body: MoneyWastedChange,
    answer: MoneyWasted,
    tool: 'write',
  }),
  deleteMoneyWasted: endpoint({
    method: 'DELETE',
    path: '/money-wasted/:id/',
    summary: 'Delete a waste of money; it can be restored for 30 days',
    status: 204,
    params,
  }),
  restoreMoneyWasted: endpoint({
    method: 'POST',
    path: '/money-wasted/:id/restore/',
    summary: 'Restore a deleted waste of money',
    status: 200,
    params,
    answer: MoneyWasted,
  }),
}
