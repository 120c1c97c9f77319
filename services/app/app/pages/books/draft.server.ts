import { isDeepStrictEqual } from 'node:util'
import { NewReading, type Reading, Shelf } from '@ichrisbirch/contract/book-readings'
import { type Book, type CatalogueBook, Ownership } from '@ichrisbirch/contract/books'
import { z } from 'zod'
import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

/** A book as its form shows it. */
export interface BookDraft {
  title: string
  author: string
  isbn: string
  pages: number | null
  year: number | null
  shelf: Shelf
  page: number | string
  rating: number | null
  ownership: string
  lentTo: string
  tags: string
  review: string | null
  readings: Reading[]
  /** Shelf and readings as they were when the form was made: only what the person changed is sent. */
  standing: string
}

export function draftOf(book: Book): BookDraft {
  return {
    ...book,
    author: book.author ?? '',
    isbn: book.isbn ?? '',
    page: book.page ?? '',
    ownership: book.ownership ?? '',
    lentTo: book.lentTo ?? '',
    tags: book.tags.join(', '),
    standing: JSON.stringify({ shelf: book.shelf, page: book.page, readings: book.readings }),
  }
}

/** @param known what the catalogue says of the ISBN */
export function newDraft(isbn: string, known: CatalogueBook | null): BookDraft {
  return {
    title: known?.title ?? '',
    author: known?.author ?? '',
    isbn,
    pages: known?.pages ?? null,
    year: known?.year ?? null,
    shelf: 'to_read',
    page: '',
    rating: null,
    ownership: '',
    lentTo: '',
    tags: '',
    review: null,
    readings: [],
    standing: JSON.stringify({ shelf: 'to_read', page: null, readings: [] }),
  }
}

const Standing = z.object({ shelf: Shelf, page: z.number().nullable(), readings: z.array(NewReading) })

/** @returns why not, or nothing when it is saved. */
export async function saveBook({ api }: Visitor, id: string, form: FormData): Promise<Answer | undefined> {
  const text = (name: string) => String(form.get(name) ?? '').trim() || null
  const before = Standing.parse(JSON.parse(String(form.get('before'))))
  const shelf = Shelf.parse(form.get('shelf'))
  const readings = readingsOf(form)
  const page = numberOf(form, 'page')
  const ownership = Ownership.nullable().parse(text('ownership'))
  const body = {
    title: String(form.get('name') ?? ''),
    author: text('author'),
    isbn: text('isbn'),
    pages: numberOf(form, 'pages'),
    year: numberOf(form, 'year'),
    rating: numberOf(form, 'rating'),
    ownership,
    lentTo: ownership === 'lent' ? text('lentTo') : null,
    tags: (text('tags') ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    review: text('review'),
    ...(!isDeepStrictEqual(readings, before.readings) && { readings }),
  }
  if (id === 'new') {
    await api.createBook({ body: { ...body, shelf, id: String(form.get('newId')) } })
    return undefined
  }
  const moved = shelf !== before.shelf
  const turned = !moved && shelf === 'reading' && page !== null && page !== before.page
  await api.changeBook({
    params: { id },
    body: { ...body, ...((moved || body.readings) && { shelf }), ...(turned && { page }) },
  })
  return undefined
}

function numberOf(form: FormData, name: string): number | null {
  const text = String(form.get(name) ?? '').trim()
  return text === '' ? null : Number(text)
}

/** The rows of the form that say how a reading went; one without is taken away. */
function readingsOf(form: FormData): z.output<typeof NewReading>[] {
  const all = (name: string) => form.getAll(name).map(String)
  const [outcomes, starts, ends, pages] = [all('outcome'), all('startDay'), all('endDay'), all('readingPage')]
  return outcomes.flatMap((outcome, index) => {
    if (outcome === '') return []
    const page = pages[index] ? Number(pages[index]) : null
    return {
      outcome: NewReading.shape.outcome.parse(outcome),
      startDay: starts[index] || null,
      endDay: ends[index] || null,
      page,
    }
  })
}
