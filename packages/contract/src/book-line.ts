import { readIsbn } from './isbn.ts'

export interface BookLine {
  title: string
  author: string | null
  tags: string[]
  /** ISBN-13. */
  isbn: string | null
}

/** A book in one line, as people say it: `Dune by Frank Herbert #novel`, with an ISBN anywhere, or the ISBN alone. */
export function readBookLine(line: string): BookLine {
  const tags = [...line.matchAll(/(?<=^|\s)#(\S+)/g)].map((found) => (found[1] ?? '').toLowerCase())
  const untagged = line.replace(/(?<=^|\s)#\S+/g, '')
  const [written] =
    untagged.match(/(?:ISBN(?:-1[03])?:?\s*)?(?<![\d-])(?:97[89][\s-]?)?\d[\d\s-]{7,14}[\dXx](?![\d-])/i) ?? []
  const isbn = written === undefined ? undefined : readIsbn(written)
  const words = (isbn && written ? untagged.replace(written, ' ') : untagged).replace(/\s+/g, ' ').trim()
  const by = words.lastIndexOf(' by ')
  return {
    title: by > 0 ? words.slice(0, by) : words,
    author: by > 0 ? words.slice(by + 4) : null,
    tags: [...new Set(tags)],
    isbn: isbn ?? null,
  }
}
