import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

/** What the buttons of an autotask ask for. */
export async function actOnAutotask({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'run': {
      const task = await api.runAutotask({ params })
      const undo = { action: '/tasks', fields: { intent: 'delete', id: task.id } }
      return { notice: { words: `Added “${task.name}” to your tasks`, undo } }
    }
    case 'pause': {
      const { name } = await api.changeAutotask({ params, body: { paused: true } })
      const undo = { action: '/autotasks', fields: { intent: 'resume', id } }
      return { notice: { words: `“${name}” is paused`, undo } }
    }
    case 'resume': {
      const { name } = await api.changeAutotask({ params, body: { paused: false } })
      return { notice: { words: `“${name}” goes on; days missed are not made up` } }
    }
    case 'delete': {
      await api.deleteAutotask({ params })
      const undo = { action: '/autotasks', fields: { intent: 'restore', id } }
      return { notice: { words: 'Deleted the autotask; its tasks stay', undo } }
    }
    case 'restore': {
      const { name } = await api.restoreAutotask({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
