import { ApiError } from '@ichrisbirch/contract/client'
import { Attending, type Event } from '@ichrisbirch/contract/events'
import { currencyOf, readAmount } from '@ichrisbirch/contract/money'
import type { Visitor } from '../../visit.server.ts'

/** An event as its form holds it. */
export interface Draft {
  name: string
  allDay: boolean
  startDay: string
  startTime: string
  endDay: string
  endTime: string
  timeZone: string
  venue: string
  link: string
  cost: string
  currency: string
  attending: Attending
  reminder: string
  notes: string
  tags: string
}

export function newDraft(day: string, timeZone: string, locale: string): Draft {
  const nothing = {
    name: '',
    endDay: '',
    endTime: '',
    venue: '',
    link: '',
    cost: '',
    reminder: '',
    notes: '',
    tags: '',
  }
  const times = { allDay: false, startDay: day, startTime: '09:00', timeZone }
  return { ...nothing, ...times, currency: currencyOf(locale), attending: 'yes' }
}

export function draftOf(event: Event, timeZone: string, locale: string): Draft {
  const { name, allDay, start, end, attending } = event
  return {
    name,
    allDay,
    attending,
    startDay: start.slice(0, 10),
    startTime: start.slice(11) || '09:00',
    endDay: end?.slice(0, 10) ?? '',
    endTime: end?.slice(11) ?? '',
    timeZone: event.timeZone ?? timeZone,
    venue: event.venue ?? '',
    link: event.link ?? '',
    cost: event.cost ?? '',
    currency: event.currency ?? currencyOf(locale),
    reminder: event.reminder === null ? '' : String(event.reminder),
    notes: event.notes ?? '',
    tags: event.tags.join(', '),
  }
}

export function readDraft(form: FormData): Draft {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const names = ['name', 'startDay', 'startTime', 'endDay', 'endTime', 'timeZone', 'venue', 'link', 'cost', 'currency']
  const rest = ['reminder', 'notes', 'tags']
  const texts = Object.fromEntries([...names, ...rest].map((name) => [name, text(name)]))
  const attending = Attending.catch('yes').parse(form.get('attending'))
  return { ...(texts as unknown as Draft), allDay: form.has('allDay'), attending }
}

/** Adds or changes the event; a refusal is answered with the draft, so that nothing typed is lost. */
export async function saveDraft({ api, locale }: Visitor, id: string, draft: Draft) {
  const cost = draft.cost === '' ? null : readAmount(draft.cost, locale)
  if (cost === undefined) return refused(draft, 'The cost cannot be used.', { cost: 'must be an amount such as 12.50' })
  const body = {
    name: draft.name,
    ...timesOf(draft),
    venue: draft.venue || null,
    link: draft.link || null,
    cost,
    currency: cost === null ? null : draft.currency,
    attending: draft.attending,
    reminder: draft.reminder === '' ? null : Number(draft.reminder),
    notes: draft.notes || null,
    tags: draft.tags.split(',').flatMap((tag) => tag.trim() || []),
  }
  try {
    if (id === 'new') await api.createEvent({ body })
    else await api.changeEvent({ params: { id }, body })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_input') throw error
    return refused(draft, error.message, error.fields)
  }
}

/** An end without a day is on the day of the start; without a time there is none. */
function timesOf({ allDay, startDay, startTime, endDay, endTime, timeZone }: Draft) {
  if (allDay) return { start: startDay, end: endDay || null, timeZone: null }
  return { start: `${startDay}T${startTime}`, end: endTime ? `${endDay || startDay}T${endTime}` : null, timeZone }
}

const refused = (draft: Draft, message: string, fields: Record<string, string>) => ({
  problem: { message, fields },
  draft,
})
