import { ApiError } from '@ichrisbirch/contract/client'
import type { Answer } from '../../answer.ts'
import { sayMoney } from '../../parts/money.tsx'
import type { Visitor } from '../../visit.server.ts'
import { amountOf, type Draft, readDraft, refusedDraft } from './draft.server.ts'

/** What the forms of this page ask for. */
export async function actOnWaste(visitor: Visitor, form: FormData): Promise<Answer & { draft?: Draft }> {
  const { api } = visitor
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'add':
      return addWaste(visitor, id, readDraft(form), String(form.get('day') ?? ''))
    case 'delete': {
      await api.deleteMoneyWasted({ params })
      const undo = { action: '/money-wasted', fields: { intent: 'restore', id } }
      return { notice: { words: 'Deleted the waste', undo } }
    }
    case 'restore': {
      const { name } = await api.restoreMoneyWasted({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}

/** @param day when it was written down without a connection, or empty for today. */
async function addWaste(
  { api, locale }: Visitor,
  id: string,
  draft: Draft,
  day: string,
): Promise<Answer & { draft?: Draft }> {
  const { name, currency } = draft
  const { amount, refused } = amountOf(draft, locale)
  if (refused) return refused
  try {
    await api.createMoneyWasted({ body: { id, name, amount, currency, ...(day && { wastedDay: day }) } })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return refusedDraft(draft, error.message, error.fields)
  }
  const undo = { action: '/money-wasted', fields: { intent: 'delete', id } }
  return { notice: { words: `${sayMoney(amount, currency, locale)} wasted on “${name}”`, undo } }
}
