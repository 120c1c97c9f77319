import { redirect } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPhotos } from '../../photos.server.ts'
import type { Visitor } from '../../visit.server.ts'
import { boxesToChoose } from './things.server.ts'

/** The list that a thing was opened from, whose address its own begins with. */
const listOf = (request: Request) => new URL(request.url).pathname.replace(/\/things\/.*$/, '')

export async function loadThing({ api }: Visitor, id: string, request: Request) {
  const [item, boxes] = await Promise.all([api.getBoxItem({ params: { id } }), boxesToChoose(api)])
  return { item, boxes, notesHtml: item.notes ? renderMarkdown(item.notes) : '', closeTo: listOf(request) }
}

/** What the drawer of a thing asks for. */
export async function changeThing({ api }: Visitor, id: string, form: FormData, request: Request) {
  if (form.get('intent') === 'delete') {
    await api.deleteBoxItem({ params: { id } })
    return redirect(listOf(request))
  }
  const text = (name: string) => String(form.get(name) ?? '').trim() || null
  const [photo] = await keepPhotos(api, form.getAll('photo'))
  const photoId = photo?.id ?? (form.has('noPhoto') ? null : undefined)
  const body = {
    name: String(form.get('name') ?? ''),
    quantity: Number(form.get('quantity')),
    essential: form.has('essential'),
    warm: form.has('warm'),
    liquid: form.has('liquid'),
    // Untouched it stays where it is, were that a deleted box that is restored later.
    ...(form.get('boxId') !== form.get('wasIn') && { boxId: text('boxId') }),
    notes: text('notes'),
    ...(photoId !== undefined && { photoId }),
  }
  await api.changeBoxItem({ params: { id }, body })
  return redirect(listOf(request))
}
