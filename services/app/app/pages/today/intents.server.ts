import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'
import { actOnTask } from '../tasks/intents.server.ts'

/** Whose buttons stand on the page: each feature's own intents. */
const ACTS: Record<string, (visitor: Visitor, form: FormData) => Promise<Answer>> = {
  tasks: actOnTask,
}

/** What a tick asks for, by the feature that its row is of. */
export async function actOnToday(visitor: Visitor, form: FormData): Promise<Answer> {
  const act = ACTS[String(form.get('kind') ?? 'tasks')]
  if (!act) throw new Response('There is no such kind', { status: 400 })
  return act(visitor, form)
}
