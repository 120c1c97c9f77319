import { parseQuickAdd } from '@ichrisbirch/contract/quick-add'
import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

const undoBy = (intent: string, id: string) => ({ action: '/tasks', fields: { intent, id } })

/** What the buttons of a task ask for; `move <id>` names the task that comes just before, `move` alone means first. */
export async function actOnTask(visitor: Visitor, form: FormData): Promise<Answer> {
  const { api } = visitor
  const [intent, behind] = String(form.get('intent')).split(' ')
  const id = String(form.get('id'))
  const params = { id }
  switch (intent) {
    case 'add':
      return addLine(visitor, form)
    case 'complete': {
      const { name } = await api.completeTask({ params })
      return { notice: { words: `Completed “${name}”`, undo: undoBy('reopen', id) } }
    }
    case 'reopen': {
      const { name } = await api.reopenTask({ params })
      return { notice: { words: `“${name}” is open again` } }
    }
    case 'move':
      await api.moveTask({ params, body: { behind: behind || null } })
      return {}
    case 'delete':
      await api.deleteTask({ params })
      return { notice: { words: 'Deleted the task', undo: undoBy('restore', id) } }
    case 'restore': {
      const { name } = await api.restoreTask({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response(`There is no intent ${intent}`, { status: 400 })
  }
}

async function addLine({ api, account }: Visitor, form: FormData): Promise<Answer> {
  const { items } = await api.listCategories()
  const categories = items.map(({ name }) => name)
  const { name, dueDay, rule, repeatFrom, category } = parseQuickAdd(String(form.get('line') ?? ''), {
    // What waited without a connection says when it was typed: its `tomorrow` is the day after that one.
    today: String(form.get('day') ?? '') || account.today,
    categories,
  })
  if (!name) return { problem: { message: 'Say what is to be done.', fields: {} } }
  const chosen = category ?? (String(form.get('category') ?? '') || null)
  if (chosen && !categories.includes(chosen)) await api.createCategory({ body: { name: chosen } })

  const id = String(form.get('id'))
  if (rule) {
    const startDay = dueDay ? { startDay: dueDay } : {}
    const made = await api.createAutotask({ body: { id, name, rule, repeatFrom, category: chosen, ...startDay } })
    const words = `“${made.name}” repeats ${made.ruleInWords}`
    return { notice: { words, undo: { action: '/autotasks', fields: { intent: 'delete', id } } } }
  }
  await api.createTask({ body: { id, name, dueDay, category: chosen, place: 'first' } })
  return {}
}
