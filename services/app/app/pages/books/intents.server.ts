import { readBookLine } from '@ichrisbirch/contract/book-line'
import { NewReading, Shelf } from '@ichrisbirch/contract/book-readings'
import { redirect } from 'react-router'
import { z } from 'zod'
import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

const DONE: Record<Shelf, string> = { reading: 'Started', read: 'Finished', dropped: 'Dropped', to_read: 'Put back' }

/** What the buttons of a book ask for; `move <shelf>` puts it there, today. */
export async function actOnBook(visitor: Visitor, form: FormData): Promise<Answer | Response> {
  const { api } = visitor
  const [intent, shelf] = String(form.get('intent')).split(' ')
  const id = String(form.get('id'))
  const params = { id }
  switch (intent) {
    case 'add':
      return addLine(visitor, form)
    case 'move': {
      const before = await api.getBook({ params })
      const to = Shelf.parse(shelf)
      const { title } = await api.changeBook({ params, body: { shelf: to } })
      const standing = { shelf: before.shelf, readings: JSON.stringify(before.readings) }
      const undo = { action: '/books', fields: { intent: 'put-back', id, ...standing } }
      return { notice: { words: `${DONE[to]} “${title}”`, undo } }
    }
    case 'put-back': {
      const readings = z.array(NewReading).parse(JSON.parse(String(form.get('readings'))))
      await api.changeBook({ params, body: { shelf: Shelf.parse(form.get('shelf')), readings } })
      return {}
    }
    case 'delete':
      await api.deleteBook({ params })
      return { notice: { words: 'Deleted the book', undo: { action: '/books', fields: { intent: 'restore', id } } } }
    case 'restore': {
      const { title } = await api.restoreBook({ params })
      return { notice: { words: `“${title}” is back` } }
    }
    default:
      throw new Response(`There is no intent ${intent}`, { status: 400 })
  }
}

async function addLine({ api }: Visitor, form: FormData): Promise<Answer | Response> {
  const { title, author, tags, isbn } = readBookLine(String(form.get('line') ?? ''))
  if (isbn) {
    const [there] = (await api.listBooks({ query: { isbn, limit: 1 } })).items
    if (there) return redirect(`/books/${there.id}`)
  }
  if (!title && isbn) return redirect(`/books/new?isbn=${isbn}`)
  if (!title) return { problem: { message: 'Say which book.', fields: {} } }
  const id = String(form.get('id'))
  await api.createBook({ body: { id, title, author, tags, isbn } })
  const undo = { action: '/books', fields: { intent: 'delete', id } }
  return { notice: { words: `Added “${title}”${author ? ` by ${author}` : ''}`, undo } }
}
