import { ApiError } from '@ichrisbirch/contract/client'
import { readAmount } from '@ichrisbirch/contract/money'
import type { MoneyWasted } from '@ichrisbirch/contract/money-wasted'
import type { Visitor } from '../../visit.server.ts'

/** A waste as its form holds it: the amount as it was typed. */
export interface Draft {
  name: string
  amount: string
  currency: string
  wastedDay: string
  boughtDay: string
  reason: string
  notes: string
  tags: string
}

export function draftOf(waste: MoneyWasted, locale: string): Draft {
  const { name, currency, wastedDay } = waste
  return {
    name,
    currency,
    wastedDay,
    amount: new Intl.NumberFormat(locale, {
      useGrouping: false,
      minimumFractionDigits: decimalsOf(waste.amount),
    }).format(waste.amount as Intl.StringNumericLiteral),
    boughtDay: waste.boughtDay ?? '',
    reason: waste.reason ?? '',
    notes: waste.notes ?? '',
    tags: waste.tags.join(', '),
  }
}

const decimalsOf = (amount: string) => amount.split('.')[1]?.length ?? 0

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    name: text('name'),
    amount: text('amount'),
    currency: text('currency'),
    wastedDay: text('wastedDay'),
    boughtDay: text('boughtDay'),
    reason: text('reason'),
    notes: text('notes'),
    tags: text('tags'),
  }
}

/** A form came back: what is wrong with it, and what was typed. */
export const refusedDraft = (draft: Draft, message: string, fields: Record<string, string>) => ({
  problem: { message, fields },
  draft,
})

/** The amount on the wire, or what is wrong with it. */
export function amountOf(draft: Draft, locale: string) {
  const amount = readAmount(draft.amount, locale)
  if (amount !== undefined) return { amount }
  const message = draft.amount === '' ? 'say how much it was' : 'must be an amount such as 12.50'
  return { refused: refusedDraft(draft, 'The amount cannot be used.', { amount: message }) }
}

/** Changes a waste; a refusal is answered with the draft, so that nothing typed is lost. */
export async function saveDraft({ api, locale }: Visitor, id: string, draft: Draft) {
  const { amount, refused } = amountOf(draft, locale)
  if (refused) return refused
  const body = {
    ...draft,
    amount,
    boughtDay: draft.boughtDay || null,
    reason: draft.reason || null,
    notes: draft.notes || null,
    tags: draft.tags.split(',').flatMap((tag) => tag.trim() || []),
  }
  try {
    await api.changeMoneyWasted({ params: { id }, body })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return refusedDraft(draft, error.message, error.fields)
  }
}

/** Those in use first, then all others. */
export function currenciesFor(used: string[]): string[] {
  return [...new Set([...used, ...Intl.supportedValuesOf('currency')])]
}
