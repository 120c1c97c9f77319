import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'
import { addAnything, takeBack } from '../../quick-add/add.server.ts'
import { actOnTask } from '../tasks/intents.server.ts'

/** Whose buttons stand on the page: each feature's own intents. */
const ACTS: Record<string, (visitor: Visitor, form: FormData) => Promise<Answer>> = {
  tasks: actOnTask,
  habits: actOnHabit,
  added: takeBack,
}

/** Ticks a habit for the day, and takes it back. */
async function actOnHabit({ api, account }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  // What waited without a connection says when it was done.
  const day = String(form.get('day') ?? '') || account.today
  if (form.get('intent') === 'open') {
    const { name } = await api.changeCheckIn({ params: { id }, body: { day, state: 'open' } })
    return { notice: { words: `“${name}” is open again` } }
  }
  const { name } = await api.tickHabit({ params: { id }, body: { day } })
  const undo = { action: '/today', fields: { kind: 'habits', intent: 'open', id } }
  return { notice: { words: `Done: “${name}”`, undo } }
}

/** What a tick asks for, by the feature that its row is of. */
export async function actOnToday(visitor: Visitor, form: FormData): Promise<Answer> {
  if (form.get('intent') === 'add') return addAnything(visitor, form)
  const act = ACTS[String(form.get('kind'))]
  if (!act) throw new Response('There is no such kind', { status: 400 })
  return act(visitor, form)
}
