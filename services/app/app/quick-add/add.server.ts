import { isDay } from '@ichrisbirch/contract/days'
import { type Anything, KINDS, type Kind, readAnything } from '@ichrisbirch/contract/quick-add-anything'
import type { Answer } from '../answer.ts'
import { actOnTask } from '../pages/tasks/intents.server.ts'
import type { Visitor } from '../visit.server.ts'

/** Adds what one line says, in the feature that it is for. The id comes with the form: sent twice it is added once. */
export async function addAnything(visitor: Visitor, form: FormData): Promise<Answer> {
  const { api, account, locale } = visitor
  const { items } = await api.listCategories()
  const categories = items.map(({ name }) => name)
  const chosen = KINDS.find((kind) => kind === form.get('as'))
  const line = String(form.get('line') ?? '')
  // A line that waited for a connection means the day on which it was typed.
  const typedOn = String(form.get('day') ?? '')
  const today = isDay(typedOn) ? typedOn : account.today
  const read = readAnything(line, { today, categories, locale }, chosen)
  if ('missing' in read) return { problem: { message: read.missing, fields: {} } }
  const id = String(form.get('id'))
  if (read.kind === 'task') return addTask(visitor, form, read)
  const { name, place } = await create(visitor, id, read, isDay(typedOn) ? typedOn : undefined)
  const undo = { action: '/today', fields: { kind: 'added', what: read.kind, id } }
  return { notice: { words: `“${name}” is in your ${place}`, undo } }
}

async function addTask(visitor: Visitor, form: FormData, read: Extract<Anything, { kind: 'task' }>): Promise<Answer> {
  form.set('line', read.line)
  const answer = await actOnTask(visitor, form)
  if (answer.problem || read.task.rule) return answer
  const undo = { action: '/tasks', fields: { intent: 'delete', id: String(form.get('id')) } }
  return { notice: { words: `“${read.task.name}” is in your tasks`, undo } }
}

type Other = Exclude<Anything, { kind: 'task' }>

/** @param late the day on which a line that waited was typed: what it adds is of that day. */
async function create(
  { api }: Visitor,
  id: string,
  read: Other,
  late?: string,
): Promise<{ name: string; place: string }> {
  switch (read.kind) {
    case 'habit': {
      const { name } = await api.createHabit({ body: { id, ...read.body, ...(late && { startDay: late }) } })
      return { name, place: 'habits' }
    }
    case 'event': {
      const { name } = await api.createEvent({ body: { id, ...read.body } })
      return { name, place: 'calendar' }
    }
    case 'countdown': {
      const { name } = await api.createCountdown({ body: { id, ...read.body } })
      return { name, place: 'countdowns' }
    }
    case 'article': {
      const { title } = await api.createArticle({ body: { id, ...read.body } })
      return { name: title, place: 'articles' }
    }
    case 'book': {
      const { title } = await api.createBook({ body: { id, ...read.body } })
      return { name: title, place: 'books' }
    }
    case 'money': {
      const { name } = await api.createMoneyWasted({ body: { id, ...read.body, ...(late && { wastedDay: late }) } })
      return { name, place: 'wasted money' }
    }
    case 'journal': {
      const { title } = await api.createJournalEntry({ body: { id, ...read.body, ...(late && { day: late }) } })
      return { name: title, place: 'journal' }
    }
  }
}

/** Takes back what was just added, by its kind. */
export async function takeBack({ api }: Visitor, form: FormData): Promise<Answer> {
  const params = { id: String(form.get('id')) }
  const removes: Partial<Record<Kind, () => Promise<unknown>>> = {
    habit: () => api.deleteHabit({ params }),
    event: () => api.deleteEvent({ params }),
    countdown: () => api.deleteCountdown({ params }),
    article: () => api.deleteArticle({ params }),
    book: () => api.deleteBook({ params }),
    money: () => api.deleteMoneyWasted({ params }),
    journal: () => api.deleteJournalEntry({ params }),
  }
  const remove = removes[String(form.get('what')) as Kind]
  if (!remove) throw new Response('There is no such kind', { status: 400 })
  await remove()
  return { notice: { words: 'Taken back' } }
}
