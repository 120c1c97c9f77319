import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

/** What the buttons of a countdown ask for. */
export async function actOnCountdown({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'delete': {
      await api.deleteCountdown({ params })
      const undo = { action: '/countdowns', fields: { intent: 'restore', id } }
      return { notice: { words: 'Deleted the countdown', undo } }
    }
    case 'restore': {
      const { name } = await api.restoreCountdown({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
