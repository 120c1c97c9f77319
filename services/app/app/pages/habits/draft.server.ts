import { ApiError } from '@ichrisbirch/contract/client'
import type { CheckIn, CheckInChange, Habit } from '@ichrisbirch/contract/habits'
import type { Visitor } from '../../visit.server.ts'
import { readAmount } from './amount.ts'

/** A habit as its form holds it. */
export interface Draft
  extends Pick<Habit, 'name' | 'notes' | 'category' | 'schedule' | 'weekdays' | 'target' | 'unit' | 'startDay'> {
  timesAWeek: string
  everyDays: string
  /** Counted in a number, or done or not. */
  isCounted: boolean
}

export function newDraft(today: string): Draft {
  return {
    name: '',
    notes: null,
    category: null,
    schedule: 'daily',
    weekdays: [1, 3, 5],
    timesAWeek: '3',
    everyDays: '2',
    isCounted: false,
    target: null,
    unit: null,
    startDay: today,
  }
}

export function draftOf(habit: Habit): Draft {
  const { name, notes, category, schedule, weekdays, target, unit, startDay, timesAWeek, everyDays } = habit
  return {
    name,
    notes,
    category,
    schedule,
    weekdays,
    timesAWeek: String(timesAWeek),
    everyDays: String(everyDays),
    isCounted: target !== null,
    target,
    unit,
    startDay,
  }
}

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    name: text('name'),
    notes: text('notes') || null,
    category: text('category') || null,
    schedule: text('schedule') as Habit['schedule'],
    weekdays: form.getAll('weekdays').map(Number),
    timesAWeek: text('timesAWeek'),
    everyDays: text('everyDays'),
    isCounted: text('measure') === 'counted',
    target: readAmount(form.get('target')),
    unit: text('unit') || null,
    startDay: text('startDay'),
  }
}

/** Adds or changes the habit; a refusal is answered with the draft, so that nothing typed is lost. */
export async function saveDraft({ api }: Visitor, id: string, draft: Draft) {
  const { isCounted, schedule, weekdays, timesAWeek, everyDays, target, unit, ...fields } = draft
  if (isCounted && target === null) {
    return { problem: { message: 'Some fields cannot be used.', fields: { target: 'says how much a day' } }, draft }
  }
  const body = {
    ...fields,
    schedule,
    // Only what the schedule looks at: the other fields are not even shown.
    ...(schedule === 'weekdays' && { weekdays }),
    ...(schedule === 'weekly' && { timesAWeek: Number(timesAWeek) }),
    ...(schedule === 'interval' && { everyDays: Number(everyDays) }),
    target: isCounted ? target : null,
    unit: isCounted ? unit : null,
  }
  try {
    if (id === 'new') await api.createHabit({ body })
    else await api.changeHabit({ params: { id }, body })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return { problem: { message: error.message, fields: error.fields }, draft }
  }
}

/** What the form of a day says: a counted habit sends its amount, the others their state. */
export function readDay(form: FormData): CheckInChange & { day: string } {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const state = text('state')
  return {
    day: text('day'),
    note: text('note') || null,
    ...(state === 'counted' ? { amount: readAmount(form.get('amount')) } : { state: state as CheckIn['state'] }),
  }
}
