import type { Schedule } from '@ichrisbirch/contract/schedules'
import type { Answer } from '../../../answer.ts'
import type { Visitor } from '../../../visit.server.ts'
import { type Draft, readDraft } from './draft.server.ts'

const ACTION = '/house/schedules'

/** What the buttons of a schedule ask for. */
export async function actOnSchedule({ api }: Visitor, form: FormData): Promise<Answer> {
  const name = String(form.get('name'))
  const params = { name }
  switch (form.get('intent')) {
    case 'pause': {
      const { title } = await api.pauseSchedule({ params })
      const undo = { action: ACTION, fields: { intent: 'resume', name } }
      return { notice: { words: `Paused: ${title}`, undo } }
    }
    case 'resume': {
      const { title } = await api.resumeSchedule({ params })
      const undo = { action: ACTION, fields: { intent: 'pause', name } }
      return { notice: { words: `Goes on: ${title}. What was missed is not made up`, undo } }
    }
    case 'run': {
      await api.runSchedule({ params, body: {} })
      return { notice: { words: 'It runs as soon as a scheduler is free' } }
    }
    case 'save':
      return change({ api }, name, readDraft(form))
    case 'default':
      return change({ api }, name, { rule: null, timeZone: null, missed: null })
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}

type Change = { [Field in keyof Draft]: Draft[Field] | null }

async function change({ api }: Pick<Visitor, 'api'>, name: string, body: Change): Promise<Answer> {
  const params = { name }
  const before = await api.getSchedule({ params })
  const { title } = await api.changeSchedule({ params, body })
  return { notice: { words: `Changed: ${title}`, undo: { action: ACTION, fields: fieldsBefore(before) } } }
}

/** What takes a change back: as a person had it, or as the code says. */
function fieldsBefore({ name, isChanged, rule, timeZone, missed }: Schedule): Record<string, string> {
  return isChanged ? { intent: 'save', name, rule, timeZone, missed } : { intent: 'default', name }
}
