import type { AccentHue } from '@ichrisbirch/contract/account'
import { ApiError } from '@ichrisbirch/contract/client'
import { type Countdown, type DistanceUnit, type Yearly, yearlyRules } from '@ichrisbirch/contract/countdowns'
import { isDay } from '@ichrisbirch/contract/days'
import type { Visitor } from '../../visit.server.ts'

/** How it repeats, as the form says it; `own` is a rule that the form's choices cannot say, and is kept. */
export type Repeat = 'once' | Yearly | 'own'

/** A countdown as its form holds it. */
export interface Draft {
  name: string
  notes: string | null
  day: string
  repeat: Repeat
  unit: DistanceUnit
  hue: AccentHue
}

export const newDraft = (): Draft => ({ name: '', notes: null, day: '', repeat: 'once', unit: 'days', hue: 250 })

export function draftOf({ name, notes, day, rule, unit, hue }: Countdown): Draft {
  return { name, notes, day, repeat: repeatOf(rule, day), unit, hue }
}

function repeatOf(rule: string | null, day: string): Repeat {
  if (rule === null) return 'once'
  if (rule === 'FREQ=YEARLY') return 'date'
  const rules = Object.entries(yearlyRules(day)) as [Yearly, string][]
  return rules.find(([, said]) => said === rule)?.[0] ?? 'own'
}

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    name: text('name'),
    notes: text('notes') || null,
    day: text('day'),
    repeat: text('repeat') as Repeat,
    unit: text('unit') as DistanceUnit,
    hue: Number(text('hue')) as AccentHue,
  }
}

/** The rule that the form says; undefined leaves the one that is there. */
function ruleOf({ repeat, day }: Draft): string | null | undefined {
  if (repeat === 'own') return undefined
  if (repeat === 'once' || !isDay(day)) return null
  const rules = yearlyRules(day)
  // A fifth Sunday is not in every month, and the fourth may not be the last: the other one is what was meant.
  return rules[repeat] ?? rules.lastWeekday ?? rules.weekday ?? rules.date
}

/** Adds or changes the countdown; a refusal is answered with the draft, so that nothing typed is lost. */
export async function saveDraft({ api }: Visitor, id: string, draft: Draft) {
  const { repeat: _repeat, ...fields } = draft
  const rule = ruleOf(draft)
  const body = { ...fields, ...(rule !== undefined && { rule }) }
  try {
    if (id === 'new') await api.createCountdown({ body })
    else await api.changeCountdown({ params: { id }, body })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return { problem: { message: error.message, fields: error.fields }, draft }
  }
}
