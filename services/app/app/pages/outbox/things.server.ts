import { sayDay } from '../../parts/say-day.ts'
import type { Visitor } from '../../visit.server.ts'

/** What a late tick meets. */
interface Thing {
  /** It is as the tick wants it already. */
  isSo: boolean
  /** Changes with every edit that a tick must not overrule unseen. */
  version: string
  /** What the other side made of it, for a person. */
  words: string
}

const TASK_WORDS = { complete: 'completed', reopen: 'open', deleted: 'deleted' }
const HABIT_WORDS = { tick: 'done', open: 'not done', skip: 'skipped' }

/**
 * The thing that a late form ticks or opens again; undefined for a form that adds something.
 * @throws ApiError not_found when it is gone for good.
 */
export async function findThing(visitor: Visitor, form: FormData, day: string): Promise<Thing | undefined> {
  const [intent, id] = [String(form.get('intent')), String(form.get('id'))]
  if (intent === 'complete' || intent === 'reopen') return findTask(visitor, id, intent)
  if (intent === 'tick' || intent === 'open' || intent === 'skip') return findCheckIn(visitor, id, intent, day)
  return undefined
}

async function findTask({ api, account, locale }: Visitor, id: string, intent: 'complete' | 'reopen'): Promise<Thing> {
  const { name, completedAt, deletedAt, updatedAt, dueDay } = await api.getTask({ params: { id } })
  const state = deletedAt ? 'deleted' : completedAt ? 'complete' : 'reopen'
  const due = dueDay ? `, due ${sayDay(dueDay, account.today, locale)}` : ''
  return {
    isSo: state === intent,
    version: updatedAt,
    words: `There it is “${name}”${due}, ${TASK_WORDS[state]}, changed ${sayInstant(updatedAt, account.timeZone, locale)}.`,
  }
}

/** A habit's version is its check-in of the day: what is written about the habit itself is no matter of a tick. */
async function findCheckIn(
  { api }: Visitor,
  id: string,
  intent: keyof typeof HABIT_WORDS,
  day: string,
): Promise<Thing> {
  const { items } = await api.listCheckIns({ params: { id }, query: { until: day, limit: 1 } })
  const state = items[0]?.day === day ? items[0].state : 'open'
  const is = ({ done: 'tick', skipped: 'skip', open: 'open' } as const)[state]
  return { isSo: is === intent, version: state, words: `There it is ${HABIT_WORDS[is]} on that day.` }
}

/** A version is a state, or an instant however it is written. */
export const isSameVersion = (one: string, other: string): boolean =>
  one === other || Date.parse(one) === Date.parse(other)

const sayInstant = (instant: string, timeZone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))
