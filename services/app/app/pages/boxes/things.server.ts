import type { Client } from '@ichrisbirch/contract/client'
import { readThingLine } from '@ichrisbirch/contract/thing-line'
import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

const LIMIT_OF_API = 200
const MOST_BOXES = 2000

/** Boxes to choose one from, by their numbers. */
export async function boxesToChoose(api: Client): Promise<{ id: string; name: string; number: number }[]> {
  const boxes: { id: string; name: string; number: number }[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Client['listBoxes']>> = await api.listBoxes({
      query: { limit: LIMIT_OF_API, ...(after !== null && { after }) },
    })
    boxes.push(...page.items.map(({ id, name, number }) => ({ id, name, number })))
    after = page.next
  } while (after !== null && boxes.length < MOST_BOXES)
  return boxes
}

/** What the list of things in a box asks for. `boxId` is the box whose list it is, null for what is in none. */
export async function actOnThings({ api }: Visitor, boxId: string | null, form: FormData): Promise<Answer> {
  const action = boxId === null ? '/boxes/loose' : `/boxes/${boxId}`
  const chosen = form.getAll('item').map(String)
  switch (form.get('intent')) {
    case 'add': {
      const id = String(form.get('id'))
      const thing = readThingLine(String(form.get('line') ?? ''))
      await api.createBoxItem({ body: { id, ...thing, boxId } })
      const undo = { action, fields: { intent: 'delete', item: id } }
      return { notice: { words: `${boxId === null ? 'Added' : 'Packed'} “${thing.name}”`, undo } }
    }
    case 'move': {
      if (chosen.length === 0) return { problem: { message: 'Tick the things first.', fields: {} } }
      const to = String(form.get('to') ?? '') || null
      const { moves } = await api.moveBoxItems({ body: { moves: chosen.map((id) => ({ id, boxId: to })) } })
      const words = `Moved ${chosen.length === 1 ? 'one thing' : `${chosen.length} things`}`
      return { notice: { words, undo: { action, fields: { intent: 'move-back', moves: JSON.stringify(moves) } } } }
    }
    case 'move-back':
      await api.moveBoxItems({ body: { moves: JSON.parse(String(form.get('moves'))) } })
      return { notice: { words: 'Everything is where it was' } }
    case 'delete': {
      if (chosen.length === 0) return { problem: { message: 'Tick the things first.', fields: {} } }
      for (const id of chosen) await api.deleteBoxItem({ params: { id } })
      const words = `Deleted ${chosen.length === 1 ? 'one thing' : `${chosen.length} things`}`
      return { notice: { words, undo: { action, fields: { intent: 'restore', ids: chosen.join(' ') } } } }
    }
    case 'restore':
      for (const id of String(form.get('ids')).split(' ')) await api.restoreBoxItem({ params: { id } })
      return { notice: { words: 'Everything is back' } }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}
