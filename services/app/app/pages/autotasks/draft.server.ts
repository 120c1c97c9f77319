import type { Autotask } from '@ichrisbirch/contract/autotasks'
import { ApiError } from '@ichrisbirch/contract/client'
import type { Visitor } from '../../visit.server.ts'
import { fieldsAround, fieldsOf, type RuleFields, readRuleFields, ruleOf } from './rule-fields.ts'

/** An autotask as its form holds it. */
export interface Draft {
  name: string
  notes: string | null
  category: string | null
  startDay: string
  rule: RuleFields
  repeatFrom: Autotask['repeatFrom']
  maxOpen: string
}

export function newDraft(today: string): Draft {
  const rule = fieldsAround(today)
  return { name: '', notes: null, category: null, startDay: today, rule, repeatFrom: 'due', maxOpen: '1' }
}

export function draftOf(autotask: Autotask): Draft {
  const { name, notes, category, startDay, repeatFrom } = autotask
  const rule = fieldsOf(autotask.rule, startDay)
  return { name, notes, category, startDay, rule, repeatFrom, maxOpen: String(autotask.maxOpen) }
}

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    name: text('name'),
    notes: text('notes') || null,
    category: text('category') || null,
    startDay: text('startDay'),
    rule: readRuleFields(form),
    repeatFrom: text('repeatFrom') === 'completion' ? 'completion' : 'due',
    maxOpen: text('maxOpen') || '1',
  }
}

/** Adds or changes the autotask; a refusal is answered with the draft, so that nothing typed is lost. */
export async function saveDraft({ api }: Visitor, id: string, draft: Draft) {
  const body = { ...draft, rule: ruleOf(draft.rule), maxOpen: Number(draft.maxOpen) }
  try {
    if (id === 'new') await api.createAutotask({ body })
    else await api.changeAutotask({ params: { id }, body })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return { problem: { message: error.message, fields: error.fields }, draft }
  }
}
