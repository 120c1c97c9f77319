import type { CatalogueBook } from '@ichrisbirch/contract/books'
import { z } from 'zod'

const WITHIN_MS = 4000
const MOST_BYTES = 256 * 1024

/** https://openlibrary.org/dev/docs/api/books, of which this is `jscmd=data`. */
const Answer = z.record(
  z.string(),
  z.object({
    title: z.string().min(1),
    subtitle: z.string().optional(),
    authors: z.array(z.object({ name: z.string() })).default([]),
    number_of_pages: z.number().int().min(1).max(100_000).optional().catch(undefined),
    publish_date: z.string().optional(),
  }),
)

type LookedUp = { standing: 'found'; book: CatalogueBook } | { standing: 'unknown' | 'unreachable' | 'off'; book: null }

/** Asks Open Library, or what answers like it, about a book. A catalogue that does not answer keeps nobody from adding it. */
export async function lookUp(catalogueUrl: string | undefined, isbn: string): Promise<LookedUp> {
  if (!catalogueUrl) return { standing: 'off', book: null }
  const url = new URL('/api/books', catalogueUrl)
  url.search = new URLSearchParams({ bibkeys: `ISBN:${isbn}`, format: 'json', jscmd: 'data' }).toString()
  const text = await askFor(url)
  const answer = text === undefined ? undefined : readAnswer(text)
  if (answer === undefined) return { standing: 'unreachable', book: null }
  const about = answer[`ISBN:${isbn}`]
  if (!about) return { standing: 'unknown', book: null }
  const { title, subtitle, authors, number_of_pages: pages, publish_date: published } = about
  const year = /\b(1[4-9]|20)\d\d\b/.exec(published ?? '')?.[0]
  const book = {
    title: oneLine(subtitle ? `${title}: ${subtitle}` : title),
    author: oneLine(authors.map(({ name }) => name).join(', ')) || null,
    pages: pages ?? null,
    year: year ? Number(year) : null,
  }
  return { standing: 'found', book }
}

/** undefined when nothing that can be read came in time. */
async function askFor(url: URL): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) })
    if (!response.ok) return undefined
    let text = ''
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      if (text.length > MOST_BYTES) return undefined
    }
    return text
  } catch (error) {
    // What fetch throws when nothing answers or the time is over.
    if (error instanceof TypeError || error instanceof DOMException) return undefined
    throw error
  }
}

function readAnswer(text: string): z.output<typeof Answer> | undefined {
  try {
    return Answer.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const oneLine = (text: string) =>
  text
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 500)
