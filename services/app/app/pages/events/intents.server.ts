import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

/** What the buttons of an event ask for. */
export async function actOnEvent({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'delete': {
      await api.deleteEvent({ params })
      return { notice: { words: 'Deleted the event', undo: { action: '/events', fields: { intent: 'restore', id } } } }
    }
    case 'restore': {
      const { name } = await api.restoreEvent({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
