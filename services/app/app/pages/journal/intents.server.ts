import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

/** What the buttons of an entry ask for. */
export async function actOnEntry({ api }: Visitor, form: FormData): Promise<Answer> {
  const params = { id: String(form.get('id')) }
  switch (form.get('intent')) {
    case 'delete':
      await api.deleteJournalEntry({ params })
      return {
        notice: {
          words: 'Deleted the entry',
          undo: { action: '/journal', fields: { intent: 'restore', ...params } },
        },
      }
    case 'restore': {
      const { title } = await api.restoreJournalEntry({ params })
      return { notice: { words: title ? `“${title}” is back` : 'The entry is back' } }
    }
    default:
      throw new Response(`There is no intent ${String(form.get('intent'))}`, { status: 400 })
  }
}
