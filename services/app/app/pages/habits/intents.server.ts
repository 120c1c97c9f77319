import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'
import { readAmount } from './amount.ts'

/** What the buttons of a habit ask for. A check-in is taken back to what it was, which the form knows. */
export async function actOnHabit({ api }: Visitor, form: FormData): Promise<Answer> {
  const text = (name: string) => String(form.get(name) ?? '')
  const id = text('id')
  const params = { id }
  const day: Record<string, string> = text('day') ? { day: text('day') } : {}
  const takeBack = {
    action: '/habits',
    fields: { intent: 'set', id, ...day, state: text('wasState') || 'open', amount: text('wasAmount') },
  }
  const undoBy = (intent: string) => ({ action: '/habits', fields: { intent, id } })
  switch (form.get('intent')) {
    case 'tick': {
      const { name } = await api.tickHabit({ params, body: day })
      return { notice: { words: `Done: “${name}”`, undo: takeBack } }
    }
    case 'skip': {
      const { name } = await api.changeCheckIn({ params, body: { ...day, state: 'skipped' } })
      return { notice: { words: `Skipped “${name}”`, undo: takeBack } }
    }
    case 'open': {
      const { name } = await api.changeCheckIn({ params, body: { ...day, state: 'open' } })
      return { notice: { words: `“${name}” is open again`, undo: takeBack } }
    }
    case 'amount': {
      const { name, amount, unit } = await api.changeCheckIn({
        params,
        body: { ...day, amount: readAmount(form.get('amount')) },
      })
      return { notice: { words: `“${name}”: ${amount ?? '0'} ${unit ?? ''}`.trim(), undo: takeBack } }
    }
    case 'set': {
      const state = text('state') as 'done' | 'skipped' | 'open'
      const amount = readAmount(form.get('amount'))
      const { name } = await api.changeCheckIn({ params, body: { ...day, state, ...(amount && { amount }) } })
      return { notice: { words: `“${name}” is as it was` } }
    }
    case 'pause': {
      const { name } = await api.changeHabit({ params, body: { paused: true } })
      return { notice: { words: `“${name}” is paused`, undo: undoBy('resume') } }
    }
    case 'resume': {
      const { name } = await api.changeHabit({ params, body: { paused: false } })
      return { notice: { words: `“${name}” goes on; its paused days are left out` } }
    }
    case 'delete': {
      await api.deleteHabit({ params })
      return { notice: { words: 'Deleted the habit with its history', undo: undoBy('restore') } }
    }
    case 'restore': {
      const { name } = await api.restoreHabit({ params })
      return { notice: { words: `“${name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
