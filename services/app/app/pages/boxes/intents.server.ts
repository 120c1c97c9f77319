import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

const undoBy = (intent: string, id: string) => ({ action: '/boxes', fields: { intent, id } })

/** What the buttons of a box ask for. */
export async function actOnBox({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'add': {
      const { number, name } = await api.createBox({ body: { id, name: String(form.get('line') ?? '') } })
      return { notice: { words: `“${name}” is box ${number}`, undo: undoBy('delete', id) } }
    }
    case 'delete':
      await api.deleteBox({ params })
      return { notice: { words: 'Deleted the box; its things are in none', undo: undoBy('restore', id) } }
    case 'restore': {
      const { number, name } = await api.restoreBox({ params })
      return { notice: { words: `Box ${number}, “${name}”, is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
