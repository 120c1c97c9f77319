interface Identity {
  title: string
  author?: string | null | undefined
  isbn?: string | null | undefined
  goodreadsId: string | null
}

const keyOf = ({ title, author }: Identity) => `${title}\n${author ?? ''}`.toLowerCase()

/**
 * Says of each book of a file whether it is there already: by Goodreads' id, by ISBN, or by title and author where one of
 * the two has neither in common to differ by.
 */
export function knownBooks(there: Identity[]) {
  const ids = new Set<string>()
  const isbns = new Set<string>()
  const titles = new Map<string, Identity[]>()
  const add = (book: Identity) => {
    if (book.goodreadsId) ids.add(book.goodreadsId)
    if (book.isbn) isbns.add(book.isbn)
    titles.set(keyOf(book), [...(titles.get(keyOf(book)) ?? []), book])
  }
  const has = (book: Identity) =>
    (book.goodreadsId !== null && ids.has(book.goodreadsId)) ||
    (book.isbn ? isbns.has(book.isbn) : false) ||
    (titles.get(keyOf(book)) ?? []).some(
      (other) => !(book.goodreadsId && other.goodreadsId) && !(book.isbn && other.isbn),
    )
  for (const book of there) add(book)
  return { has, add }
}
