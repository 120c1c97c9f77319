import type { BookYear } from '@ichrisbirch/contract/books'

interface EndedReading {
  outcome: 'reading' | 'read' | 'dropped'
  /** YYYY-MM-DD, of that year. */
  endDay: string
  pages: number | null
  rating: number | null
  author: string | null
  tags: string[]
}

const MOST_NAMES = 5

/** What was read in a year: each month is there, also those without a book. */
export function sumUpYear(year: number, ended: EndedReading[]): Omit<BookYear, 'years'> {
  const read = ended.filter(({ outcome }) => outcome === 'read')
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = `${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`
    const inMonth = read.filter(({ endDay }) => endDay.startsWith(month))
    return { month, books: inMonth.length, pages: sumOfPages(inMonth) }
  })
  return {
    books: read.length,
    pages: sumOfPages(read),
    dropped: ended.length - read.length,
    months,
    ratings: Array.from({ length: 10 }, (_, index) => index + 1).map((rating) => ({
      rating,
      books: read.filter((reading) => reading.rating === rating).length,
    })),
    authors: most(read.flatMap(({ author }) => author ?? [])),
    tags: most(read.flatMap(({ tags }) => tags)),
  }
}

const sumOfPages = (list: EndedReading[]) => list.reduce((sum, { pages }) => sum + (pages ?? 0), 0)

function most(names: string[]): { name: string; books: number }[] {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, books: all.length }))
  return counts.toSorted((a, b) => b.books - a.books || a.name.localeCompare(b.name)).slice(0, MOST_NAMES)
}
